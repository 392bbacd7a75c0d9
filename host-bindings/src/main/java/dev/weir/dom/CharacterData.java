package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * A node that is text: offsets and lengths count UTF-16 code units.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-characterdata">DOM, CharacterData</a>
 */
public abstract class CharacterData extends Node {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface CharacterData : Node {
              attribute [LegacyNullToEmptyString] DOMString data;
              readonly attribute unsigned long length;
              DOMString substringData(unsigned long offset, unsigned long count);
              undefined appendData(DOMString data);
              undefined insertData(unsigned long offset, DOMString data);
              undefined deleteData(unsigned long offset, unsigned long count);
              undefined replaceData(unsigned long offset, unsigned long count, DOMString data);
            };
            CharacterData includes ChildNode;
            CharacterData includes NonDocumentTypeChildNode;
            """);

    CharacterData(Document document, org.jsoup.nodes.LeafNode raw) {
        super(document.realm(), document, raw);
    }

    @Export
    public final String data() {
        return Tree.textOf(raw);
    }

    @Export
    public final void setData(String data) {
        storeData(data);
        document().changes().textChanged(this);
    }

    /** Puts the data into the jsoup node. */
    abstract void storeData(String data);

    @Export
    public final int length() {
        return data().length();
    }

    @Override
    @Export
    public final @Nullable String nodeValue() {
        return data();
    }

    @Override
    @Export
    public final void setNodeValue(@Nullable String value) {
        setData(value == null ? "" : value);
    }

    @Override
    @Export
    public final @Nullable String textContent() {
        return data();
    }

    @Override
    @Export
    public final void setTextContent(@Nullable String text) {
        setData(text == null ? "" : text);
    }

    @Export
    public final String substringData(double offset, double count) {
        String data = data();
        int start = requireOffset(offset, data);
        return data.substring(start, (int) Math.min(start + count, data.length()));
    }

    @Export
    public final void appendData(String data) {
        setData(data() + data);
    }

    @Export
    public final void insertData(double offset, String data) {
        replaceData(offset, 0, data);
    }

    @Export
    public final void deleteData(double offset, double count) {
        replaceData(offset, count, "");
    }

    @Export
    public final void replaceData(double offset, double count, String replacement) {
        String data = data();
        int start = requireOffset(offset, data);
        int end = (int) Math.min(start + count, data.length());
        setData(data.substring(0, start) + replacement + data.substring(end));
    }

    static int requireOffset(double offset, String data) {
        if (offset > data.length()) {
            throw WebException.dom(
                    "IndexSizeError", "the offset is beyond the end of the data, whose length is " + data.length());
        }
        return (int) offset;
    }
}
