package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * A list of nodes: the children of one, live, or what a selector found, fixed.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-nodelist">DOM, NodeList</a>
 */
public class NodeList extends PlatformObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface NodeList {
              getter Node? item(unsigned long index);
              readonly attribute unsigned long length;
              iterable<Node>;
            };
            [Exposed=Window]
            interface RadioNodeList : NodeList {
              attribute DOMString value;
            };
            """);

    private final Node owner;
    /** The nodes of a fixed list; null for the owner's children. */
    private final @Nullable List<? extends org.jsoup.nodes.Node> fixed;

    NodeList(Node owner, @Nullable List<? extends org.jsoup.nodes.Node> fixed) {
        super(owner.realm());
        this.owner = owner;
        this.fixed = fixed;
    }

    static NodeList children(Node owner) {
        return new NodeList(owner, null);
    }

    static NodeList of(Node owner, List<? extends org.jsoup.nodes.Node> nodes) {
        return new NodeList(owner, nodes);
    }

    /** The nodes as they are now, for lists whose members a subclass computes. */
    List<? extends org.jsoup.nodes.Node> nodes() {
        return fixed == null ? owner.raw.childNodes() : fixed;
    }

    @Override
    public String interfaceName() {
        return "NodeList";
    }

    @Export
    public final int length() {
        return fixed == null && getClass() == NodeList.class ? owner.raw.childNodeSize() : nodes().size();
    }

    @Export
    public final @Nullable Node item(double index) {
        if (index >= length()) {
            return null;
        }
        org.jsoup.nodes.Node node = fixed == null && getClass() == NodeList.class
                ? owner.raw.childNode((int) index)
                : nodes().get((int) index);
        return owner.document().peer(node);
    }

    @Export
    public final int indexedCount() {
        return length();
    }

    @Export
    public final @Nullable Node indexed(double index) {
        return item(index);
    }
}
