package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.fileapi.FileList;
import dev.weir.webidl.WebException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * An input of any type.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlinputelement">HTML, HTMLInputElement</a>
 */
public final class HTMLInputElement extends FormControl {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLInputElement : HTMLElement {
              [Reflect] attribute DOMString accept;
              [Reflect] attribute DOMString alt;
              [Reflect] attribute DOMString autocomplete;
              [Reflect=checked] attribute boolean defaultChecked;
              attribute boolean checked;
              [Reflect] attribute boolean disabled;
              readonly attribute FileList? files;
              attribute boolean indeterminate;
              [Reflect] attribute DOMString max;
              attribute long maxLength;
              [Reflect] attribute DOMString min;
              attribute long minLength;
              [Reflect] attribute boolean multiple;
              [Reflect] attribute DOMString pattern;
              [Reflect] attribute DOMString placeholder;
              [Reflect] attribute boolean readOnly;
              [Reflect] attribute boolean required;
              [Reflect] attribute long size;
              [Reflect] attribute USVString src;
              [Reflect] attribute DOMString step;
              attribute DOMString type;
              [Reflect=value] attribute DOMString defaultValue;
              attribute [LegacyNullToEmptyString] DOMString value;
              attribute unrestricted double valueAsNumber;
              undefined select();
            };
            """);

    private static final List<String> TYPES = List.of(
            "hidden",
            "text",
            "search",
            "tel",
            "url",
            "email",
            "password",
            "date",
            "month",
            "week",
            "time",
            "datetime-local",
            "number",
            "range",
            "color",
            "checkbox",
            "radio",
            "file",
            "submit",
            "image",
            "reset",
            "button");
    private static final Pattern NUMBER = Pattern.compile("-?(\\d+(\\.\\d+)?|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

    /** [[value]] once it has been set; null while the attribute decides (the dirty value flag is false). */
    private @Nullable String dirtyValue;
    /** [[checkedness]] once it has been set; null while the attribute decides. */
    private @Nullable Boolean dirtyChecked;

    private boolean indeterminate;
    /** What a file control holds: nothing, since nobody picks files here. */
    private @Nullable FileList files;

    HTMLInputElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLInputElement");
    }

    /** The type of an input as it reads to scripts. */
    static String typeOf(org.jsoup.nodes.Element input) {
        String type = Names.asciiLowercase(input.attributes().get("type"));
        return TYPES.contains(type) ? type : "text";
    }

    @Override
    void copyStateOf(Element original, boolean subtree, Document target) {
        HTMLInputElement other = (HTMLInputElement) original;
        dirtyValue = other.dirtyValue;
        dirtyChecked = other.dirtyChecked;
        indeterminate = other.indeterminate;
    }

    @Override
    int defaultInteger(String name) {
        return name.equals("size") ? 20 : super.defaultInteger(name);
    }

    @Export
    public String type() {
        return typeOf(rawElement);
    }

    @Export
    public void setType(String type) {
        setAttribute("type", type);
    }

    @Export
    public @Nullable FileList files() {
        if (!type().equals("file")) {
            return null;
        }
        if (files == null) {
            files = new FileList(realm, List.of());
        }
        return files;
    }

    // ---- value

    /** https://html.spec.whatwg.org/#dom-input-value */
    @Export
    public String value() {
        String attribute = Tree.attribute(rawElement, "value");
        return switch (type()) {
            case "hidden", "submit", "image", "reset", "button" -> attribute == null ? "" : attribute;
            case "checkbox", "radio" -> attribute == null ? "on" : attribute;
            case "file" -> "";
            default -> sanitize(dirtyValue != null ? dirtyValue : attribute == null ? "" : attribute);
        };
    }

    @Export
    public void setValue(String value) {
        switch (type()) {
            case "hidden", "submit", "image", "reset", "button", "checkbox", "radio" -> setAttribute("value", value);
            case "file" -> {
                if (!value.isEmpty()) {
                    throw WebException.dom("InvalidStateError", "a script cannot choose a file");
                }
            }
            default -> dirtyValue = sanitize(value);
        }
    }

    /** Whether a user can give it a text, of whatever form. */
    boolean takesText() {
        return switch (type()) {
            case "hidden", "submit", "image", "reset", "button", "checkbox", "radio", "file" -> false;
            default -> true;
        };
    }

    private String sanitize(String value) {
        return switch (type()) {
            case "url", "email" -> Names.stripWhitespace(withoutLineBreaks(value));
            case "number" -> NUMBER.matcher(value).matches() ? value : "";
            case "range" -> sanitizeRange(value);
            case "color" -> COLOR.matcher(value).matches() ? value.toLowerCase(Locale.ROOT) : "#000000";
            default -> withoutLineBreaks(value);
        };
    }

    private static String withoutLineBreaks(String value) {
        return value.replace("\n", "").replace("\r", "");
    }

    private String sanitizeRange(String value) {
        double min = numberOr(reflectedAttribute("min"), 0);
        double max = numberOr(reflectedAttribute("max"), 100);
        double middle = max < min ? min : min + (max - min) / 2;
        double number = numberOr(value, middle);
        if (number < min || (number > max && max >= min)) {
            return numberText(number < min ? min : max);
        }
        return NUMBER.matcher(value).matches() ? value : numberText(middle);
    }

    private static double numberOr(String text, double otherwise) {
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : otherwise;
    }

    private static String numberText(double number) {
        return number == (long) number ? Long.toString((long) number) : Double.toString(number);
    }

    @Export
    public double valueAsNumber() {
        return switch (type()) {
            case "number", "range" -> numberOr(value(), Double.NaN);
            default -> Double.NaN;
        };
    }

    @Export
    public void setValueAsNumber(double number) {
        if (!type().equals("number") && !type().equals("range")) {
            throw WebException.dom("InvalidStateError", "an input of type " + type() + " is no number");
        }
        if (Double.isInfinite(number)) {
            throw WebException.typeError("the number must be finite");
        }
        setValue(Double.isNaN(number) ? "" : numberText(number));
    }

    /** Does nothing but check that there is text: nothing shows a selection. */
    @Export
    public void select() {}

    // ---- checkedness

    @Export
    public boolean checked() {
        return dirtyChecked != null ? dirtyChecked : hasAttribute("checked") && !otherRadioChecked();
    }

    /** Whether a radio button later in the group takes the place of this one's {@code checked} attribute. */
    private boolean otherRadioChecked() {
        if (!type().equals("radio")) {
            return false;
        }
        for (HTMLInputElement other : radioGroup()) {
            boolean later = Tree.compareOrder(raw, other.raw) < 0;
            if (other != this && (Boolean.TRUE.equals(other.dirtyChecked) || (later && other.claimsChecked()))) {
                return true;
            }
        }
        return false;
    }

    private boolean claimsChecked() {
        return dirtyChecked != null ? dirtyChecked : hasAttribute("checked");
    }

    @Export
    public void setChecked(boolean checked) {
        dirtyChecked = checked;
        document().index().changed();
        if (checked && type().equals("radio")) {
            for (HTMLInputElement other : radioGroup()) {
                if (other != this) {
                    other.dirtyChecked = false;
                }
            }
        }
    }

    /** https://html.spec.whatwg.org/#radio-button-group, this one included. */
    private List<HTMLInputElement> radioGroup() {
        String name = reflectedAttribute("name");
        if (name.isEmpty()) {
            return List.of(this);
        }
        org.jsoup.nodes.Element form = FormControls.formOwner(rawElement, document());
        return Tree.descendantElements(raw.root()).stream()
                .filter(e -> Tree.is(e, "input")
                        && typeOf(e).equals("radio")
                        && name.equals(Tree.attribute(e, "name"))
                        && FormControls.formOwner(e, document()) == form)
                .map(e -> (HTMLInputElement) document().peer(e))
                .toList();
    }

    @Export
    public boolean indeterminate() {
        return indeterminate;
    }

    @Export
    public void setIndeterminate(boolean value) {
        indeterminate = value;
    }

    @Override
    void reset() {
        dirtyValue = null;
        dirtyChecked = null;
    }

    // ---- activation (https://html.spec.whatwg.org/#input-activation-behavior)

    @Override
    boolean isFocusableByItself() {
        return !type().equals("hidden");
    }

    @Override
    protected boolean hasActivationBehavior() {
        return true;
    }

    @Override
    protected @Nullable Runnable legacyPreActivationBehavior() {
        Boolean oldChecked = dirtyChecked;
        boolean oldIndeterminate = indeterminate;
        switch (type()) {
            case "checkbox" -> {
                setChecked(!checked());
                indeterminate = false;
                return () -> {
                    dirtyChecked = oldChecked;
                    indeterminate = oldIndeterminate;
                };
            }
            case "radio" -> {
                HTMLInputElement before = radioGroup().stream()
                        .filter(HTMLInputElement::checked)
                        .findFirst()
                        .orElse(null);
                setChecked(true);
                return () -> {
                    if (before != null && before.type().equals("radio")) {
                        before.setChecked(true);
                    } else {
                        dirtyChecked = false;
                    }
                };
            }
            default -> {
                return null;
            }
        }
    }

    @Override
    protected void activationBehavior(Event event) {
        if (isDisabled()) {
            return;
        }
        HTMLFormElement form = form();
        switch (type()) {
            case "checkbox", "radio" -> fireInputAndChange();
            case "submit", "image" -> {
                if (form != null && form.isConnected()) {
                    form.submitWith(this);
                }
            }
            case "reset" -> {
                if (form != null && form.isConnected()) {
                    form.reset();
                }
            }
            default -> {}
        }
    }
}
