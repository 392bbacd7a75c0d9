package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * Text; in a script or style element its jsoup node may be of another class than elsewhere.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-text">DOM, Text</a>
 */
public final class Text extends CharacterData {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window]
            interface Text : CharacterData {
              constructor(optional DOMString data = "");
              [NewObject] Text splitText(unsigned long offset);
              readonly attribute DOMString wholeText;
            };
            """).statics("Text", Statics::new);

    Text(Document document, org.jsoup.nodes.LeafNode raw) {
        super(document, raw);
    }

    @Override
    public String interfaceName() {
        return "Text";
    }

    @Override
    @Export
    public int nodeType() {
        return TEXT_NODE;
    }

    @Override
    @Export
    public String nodeName() {
        return "#text";
    }

    @Override
    void storeData(String data) {
        if (raw instanceof org.jsoup.nodes.TextNode text) {
            text.text(data);
        } else {
            ((org.jsoup.nodes.DataNode) raw).setWholeData(data);
        }
    }

    @Export
    public Text splitText(double offset) {
        String data = data();
        int at = requireOffset(offset, data);
        Text tail = document().createTextNode(data.substring(at));
        Node parent = parentNode();
        if (parent != null) {
            Mutation.insert(tail, parent, raw.nextSibling());
        }
        setData(data.substring(0, at));
        return tail;
    }

    /** The data of this node and of the text nodes next to it. */
    @Export
    public String wholeText() {
        org.jsoup.nodes.Node first = raw;
        for (org.jsoup.nodes.Node p = raw.previousSibling(); p != null && Tree.isText(p); p = p.previousSibling()) {
            first = p;
        }
        StringBuilder text = new StringBuilder();
        for (org.jsoup.nodes.Node next = first; next != null && Tree.isText(next); next = next.nextSibling()) {
            text.append(Tree.textOf(next));
        }
        return text.toString();
    }

    @Override
    Node cloneAlone(Document target) {
        return target.createTextNode(data());
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public Text construct(String data) {
            return Document.of(realm).createTextNode(data);
        }
    }
}
