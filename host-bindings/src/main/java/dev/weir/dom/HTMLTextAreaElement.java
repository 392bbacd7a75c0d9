package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * A text of several lines.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmltextareaelement">HTML, HTMLTextAreaElement</a>
 */
public final class HTMLTextAreaElement extends FormControl {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLTextAreaElement : HTMLElement {
              [Reflect] attribute DOMString autocomplete;
              [Reflect] attribute long cols;
              [Reflect] attribute DOMString dirName;
              [Reflect] attribute boolean disabled;
              attribute long maxLength;
              attribute long minLength;
              [Reflect] attribute DOMString placeholder;
              [Reflect] attribute boolean readOnly;
              [Reflect] attribute boolean required;
              [Reflect] attribute long rows;
              [Reflect] attribute DOMString wrap;
              readonly attribute DOMString type;
              attribute DOMString defaultValue;
              attribute [LegacyNullToEmptyString] DOMString value;
              readonly attribute unsigned long textLength;
              undefined select();
            };
            """);

    /** [[raw value]] once it has been set; null while the children decide. */
    private @Nullable String dirtyValue;

    HTMLTextAreaElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLTextAreaElement");
    }

    @Override
    void copyStateOf(Element original, boolean subtree, Document target) {
        dirtyValue = ((HTMLTextAreaElement) original).dirtyValue;
    }

    @Override
    int defaultInteger(String name) {
        return switch (name) {
            case "cols" -> 20;
            case "rows" -> 2;
            default -> super.defaultInteger(name);
        };
    }

    @Export
    public String type() {
        return "textarea";
    }

    @Export
    public String defaultValue() {
        return Tree.childText(raw);
    }

    @Export
    public void setDefaultValue(String value) {
        Mutation.stringReplaceAll(value, this);
    }

    @Export
    public String value() {
        return Names.normalizeNewlines(dirtyValue != null ? dirtyValue : defaultValue());
    }

    @Export
    public void setValue(String value) {
        dirtyValue = value;
    }

    @Export
    public int textLength() {
        return value().length();
    }

    /** Does nothing: nothing shows a selection. */
    @Export
    public void select() {}

    @Override
    void reset() {
        dirtyValue = null;
    }

    @Override
    boolean isFocusableByItself() {
        return true;
    }
}
