package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What node iterators and tree walkers have in common: a root, and what they show of its tree.
 *
 * @see <a href="https://dom.spec.whatwg.org/#traversal">DOM, traversal</a>
 */
public abstract class Traversal extends PlatformObject {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            callback interface NodeFilter {
              const unsigned short FILTER_ACCEPT = 1;
              const unsigned short FILTER_REJECT = 2;
              const unsigned short FILTER_SKIP = 3;
              const unsigned long SHOW_ALL = 0xFFFFFFFF;
              const unsigned long SHOW_ELEMENT = 0x1;
              const unsigned long SHOW_ATTRIBUTE = 0x2;
              const unsigned long SHOW_TEXT = 0x4;
              const unsigned long SHOW_CDATA_SECTION = 0x8;
              const unsigned long SHOW_ENTITY_REFERENCE = 0x10;
              const unsigned long SHOW_ENTITY = 0x20;
              const unsigned long SHOW_PROCESSING_INSTRUCTION = 0x40;
              const unsigned long SHOW_COMMENT = 0x80;
              const unsigned long SHOW_DOCUMENT = 0x100;
              const unsigned long SHOW_DOCUMENT_TYPE = 0x200;
              const unsigned long SHOW_DOCUMENT_FRAGMENT = 0x400;
              const unsigned long SHOW_NOTATION = 0x800;
              unsigned short acceptNode(Node node);
            };
            """).script(Traversal.class, "traversal.js");

    static final int FILTER_ACCEPT = 1;
    static final int FILTER_REJECT = 2;
    static final int FILTER_SKIP = 3;

    final Node root;
    private final long whatToShow;
    private final @Nullable Value filter;
    /** The active flag: whether the filter is being asked. */
    private boolean active;

    /**
     * @param filter a function or an object with {@code acceptNode}, or null
     */
    Traversal(Node root, long whatToShow, @Nullable Value filter) {
        super(root.realm());
        this.root = root;
        this.whatToShow = whatToShow;
        this.filter = filter == null || filter.isNull() ? null : filter;
    }

    @Export
    public final Node root() {
        return root;
    }

    @Export
    public final long whatToShow() {
        return whatToShow;
    }

    @Export
    public final @Nullable Value filter() {
        return filter;
    }

    /** What the filter says of a node. Author code. https://dom.spec.whatwg.org/#concept-node-filter */
    final int filter(Node node) {
        if (active) {
            throw WebException.dom("InvalidStateError", "the filter is being asked already");
        }
        if ((whatToShow >> (node.nodeType() - 1) & 1) == 0) {
            return FILTER_SKIP;
        }
        if (filter == null) {
            return FILTER_ACCEPT;
        }
        active = true;
        try {
            return realm.callFunction("acceptNode", filter, node.toValue()).asInt();
        } finally {
            active = false;
        }
    }
}
