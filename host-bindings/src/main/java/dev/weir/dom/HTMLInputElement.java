package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.fileapi.File;
import dev.weir.fileapi.FileList;
import dev.weir.infra.Ascii;
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
              [Reflect] attribute DOMString dirName;
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

    /** What {@link #value()} is where the type makes it a state of the control, and not of an attribute. */
    private enum ValueMode {
        VALUE,
        DEFAULT,
        DEFAULT_ON,
        FILENAME;

        static ValueMode of(String type) {
            return switch (type) {
                case "hidden", "submit", "image", "reset", "button" -> DEFAULT;
                case "checkbox", "radio" -> DEFAULT_ON;
                case "file" -> FILENAME;
                default -> VALUE;
            };
        }
    }

    /** [[value]], before it is sanitized by what other attributes say now. */
    private String value;
    /** [[dirty value flag]]; while it is false, the attribute decides. */
    private boolean dirtyValue;
    /** [[checkedness]] */
    private boolean checkedness;
    /** [[dirty checkedness flag]]; while it is false, the attribute decides when it comes and goes. */
    private boolean dirtyCheckedness;

    private boolean indeterminate;
    /** What a file control holds: nothing, since nobody picks files here. */
    private @Nullable FileList files;

    HTMLInputElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLInputElement");
        value = raw.attributes().get("value");
        checkedness = raw.attributes().hasKey("checked");
    }

    /** The type of an input as it reads to scripts. */
    static String typeOf(org.jsoup.nodes.Element input) {
        return typeNamed(input.attributes().get("type"));
    }

    private static String typeNamed(@Nullable String attribute) {
        String type = attribute == null ? "" : Ascii.lowercase(attribute);
        return TYPES.contains(type) ? type : "text";
    }

    @Override
    void copyStateOf(Element original, boolean subtree, Document target) {
        HTMLInputElement other = (HTMLInputElement) original;
        value = other.value;
        dirtyValue = other.dirtyValue;
        checkedness = other.checkedness;
        dirtyCheckedness = other.dirtyCheckedness;
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

    @Override
    void attributeChanged(String name, @Nullable String old, @Nullable String value) {
        super.attributeChanged(name, old, value);
        switch (name) {
            case "value" -> {
                if (!dirtyValue) {
                    this.value = value == null ? "" : value;
                }
            }
            case "checked" -> {
                if (!dirtyCheckedness && (old == null) != (value == null)) {
                    setCheckedness(value != null);
                }
            }
            case "type" -> typeChanged(typeNamed(old));
            case "name", "form" -> keepGroupUnique();
            default -> {}
        }
    }

    /** https://html.spec.whatwg.org/#input-type-change */
    private void typeChanged(String oldType) {
        String type = type();
        if (type.equals(oldType)) {
            return;
        }
        ValueMode before = ValueMode.of(oldType);
        ValueMode now = ValueMode.of(type);
        if (before == ValueMode.VALUE && (now == ValueMode.DEFAULT || now == ValueMode.DEFAULT_ON)) {
            String kept = sanitize(value, oldType);
            if (!kept.isEmpty()) {
                setAttribute("value", kept);
            }
        } else if (before != ValueMode.VALUE && now == ValueMode.VALUE) {
            value = reflectedAttribute("value");
            dirtyValue = false;
        } else if (before != ValueMode.FILENAME && now == ValueMode.FILENAME) {
            value = "";
        }
        keepGroupUnique();
        if (now == ValueMode.VALUE) {
            value = sanitize(value, type);
        }
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

    /** The files that a file control holds. */
    List<File> chosenFiles() {
        return files == null ? List.of() : files.files();
    }

    // ---- value

    /** https://html.spec.whatwg.org/#dom-input-value */
    @Export
    public String value() {
        String attribute = Tree.attribute(rawElement, "value");
        return switch (ValueMode.of(type())) {
            case DEFAULT -> attribute == null ? "" : attribute;
            case DEFAULT_ON -> attribute == null ? "on" : attribute;
            case FILENAME -> "";
            case VALUE -> sanitize(value, type());
        };
    }

    @Export
    public void setValue(String value) {
        switch (ValueMode.of(type())) {
            case DEFAULT, DEFAULT_ON -> setAttribute("value", value);
            case FILENAME -> {
                if (!value.isEmpty()) {
                    throw WebException.dom("InvalidStateError", "a script cannot choose a file");
                }
            }
            case VALUE -> {
                this.value = sanitize(value, type());
                dirtyValue = true;
            }
        }
    }

    /** Whether a user can give it a text, of whatever form. */
    boolean takesText() {
        return ValueMode.of(type()) == ValueMode.VALUE;
    }

    /** https://html.spec.whatwg.org/#value-sanitization-algorithm */
    private String sanitize(String value, String type) {
        return switch (type) {
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
        return checkedness;
    }

    @Export
    public void setChecked(boolean checked) {
        dirtyCheckedness = true;
        setCheckedness(checked);
    }

    private void setCheckedness(boolean checked) {
        checkedness = checked;
        document().index().changed();
        keepGroupUnique();
    }

    /** Called whenever this may have become checked or the member of another radio group: unchecks the others there. */
    void keepGroupUnique() {
        if (!checkedness || !type().equals("radio")) {
            return;
        }
        for (HTMLInputElement other : radioGroup()) {
            if (other != this && other.checkedness) {
                other.checkedness = false;
                document().index().changed();
            }
        }
    }

    /** Whether an input, which may have no peer yet, is a checked radio button. */
    static boolean isCheckedRadio(org.jsoup.nodes.Element element) {
        return Tree.is(element, "input")
                && typeOf(element).equals("radio")
                && (Node.existing(element) instanceof HTMLInputElement input
                        ? input.checkedness
                        : element.attributes().hasKey("checked"));
    }

    /** https://html.spec.whatwg.org/#radio-button-group, this one included. */
    private List<HTMLInputElement> radioGroup() {
        String name = reflectedAttribute("name");
        if (name.isEmpty() || !type().equals("radio")) {
            return List.of(this);
        }
        org.jsoup.nodes.Element form = FormControls.formOwner(rawElement, document());
        return Tree.descendantElements(raw.root()).stream()
                .filter(e -> e == raw
                        || (Tree.is(e, "input")
                                && typeOf(e).equals("radio")
                                && name.equals(Tree.attribute(e, "name"))
                                && FormControls.formOwner(e, document()) == form))
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
        dirtyValue = false;
        value = reflectedAttribute("value");
        dirtyCheckedness = false;
        setCheckedness(hasAttribute("checked"));
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
        boolean oldChecked = checkedness;
        boolean oldDirty = dirtyCheckedness;
        boolean oldIndeterminate = indeterminate;
        switch (type()) {
            case "checkbox" -> {
                setChecked(!checked());
                indeterminate = false;
                return () -> {
                    dirtyCheckedness = oldDirty;
                    setCheckedness(oldChecked);
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
                    if (before != null && radioGroup().contains(before)) {
                        before.setChecked(true);
                    } else {
                        setChecked(false);
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
