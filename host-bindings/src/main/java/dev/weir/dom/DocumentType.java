package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * The doctype.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-documenttype">DOM, DocumentType</a>
 */
public final class DocumentType extends Node {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface DocumentType : Node {
              readonly attribute DOMString name;
              readonly attribute DOMString publicId;
              readonly attribute DOMString systemId;
            };
            DocumentType includes ChildNode;
            """);

    private final org.jsoup.nodes.DocumentType doctype;

    DocumentType(Document document, org.jsoup.nodes.DocumentType raw) {
        super(document.realm(), document, raw);
        doctype = raw;
    }

    @Override
    public String interfaceName() {
        return "DocumentType";
    }

    @Override
    @Export
    public int nodeType() {
        return DOCUMENT_TYPE_NODE;
    }

    @Override
    @Export
    public String nodeName() {
        return name();
    }

    @Export
    public String name() {
        return doctype.name();
    }

    @Export
    public String publicId() {
        return doctype.publicId();
    }

    @Export
    public String systemId() {
        return doctype.systemId();
    }

    @Override
    Node cloneAlone(Document target) {
        return new DocumentType(target, new org.jsoup.nodes.DocumentType(name(), publicId(), systemId()));
    }
}
