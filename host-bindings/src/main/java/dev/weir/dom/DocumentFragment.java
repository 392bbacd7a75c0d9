package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * A tree without a document, whose children move where the fragment is inserted.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-documentfragment">DOM, DocumentFragment</a>
 */
public final class DocumentFragment extends ContainerNode {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window]
            interface DocumentFragment : Node {
              constructor();
              Element? getElementById(DOMString elementId);
            };
            DocumentFragment includes ParentNode;
            """).statics("DocumentFragment", Statics::new);

    /** [[host]]: the template whose content this is, or null. */
    private @Nullable Element host;

    DocumentFragment(Document document) {
        super(document.realm(), document, new org.jsoup.nodes.Element(Tree.FRAGMENT));
    }

    static DocumentFragment contentOf(Element template) {
        DocumentFragment fragment = new DocumentFragment(template.document());
        fragment.host = template;
        return fragment;
    }

    @Nullable
    Element host() {
        return host;
    }

    @Override
    public String interfaceName() {
        return "DocumentFragment";
    }

    @Override
    @Export
    public int nodeType() {
        return DOCUMENT_FRAGMENT_NODE;
    }

    @Override
    @Export
    public String nodeName() {
        return "#document-fragment";
    }

    @Override
    Node cloneAlone(Document target) {
        return new DocumentFragment(target);
    }

    @Export
    public @Nullable Element getElementById(String elementId) {
        for (org.jsoup.nodes.Element element : Tree.descendantElements(raw)) {
            if (!elementId.isEmpty() && elementId.equals(Tree.attribute(element, "id"))) {
                return elementOrNull(element);
            }
        }
        return null;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public DocumentFragment construct() {
            return new DocumentFragment(Document.of(realm));
        }
    }
}
