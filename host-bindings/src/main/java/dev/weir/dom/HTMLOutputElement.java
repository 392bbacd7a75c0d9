package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * The result of a calculation.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmloutputelement">HTML, HTMLOutputElement</a>
 */
public final class HTMLOutputElement extends FormControl {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLOutputElement : HTMLElement {
              [SameObject, PutForwards=value] readonly attribute DOMTokenList htmlFor;
              readonly attribute DOMString type;
              attribute DOMString defaultValue;
              attribute DOMString value;
            };
            """);

    private @Nullable DOMTokenList htmlFor;
    /** [[default value override]] */
    private @Nullable String defaultValue;

    HTMLOutputElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLOutputElement");
    }

    @Export
    public DOMTokenList htmlFor() {
        if (htmlFor == null) {
            htmlFor = new DOMTokenList(this, "for");
        }
        return htmlFor;
    }

    @Export
    public String type() {
        return "output";
    }

    @Export
    public String defaultValue() {
        return defaultValue != null ? defaultValue : value();
    }

    @Export
    public void setDefaultValue(String value) {
        if (defaultValue != null) {
            defaultValue = value;
        } else {
            Mutation.stringReplaceAll(value, this);
        }
    }

    @Export
    public String value() {
        return Tree.descendantText(raw);
    }

    @Export
    public void setValue(String value) {
        defaultValue = defaultValue();
        Mutation.stringReplaceAll(value, this);
    }

    @Override
    void reset() {
        Mutation.stringReplaceAll(defaultValue(), this);
        defaultValue = null;
    }
}
