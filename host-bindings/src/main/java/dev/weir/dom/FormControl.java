package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.webidl.WebException;
import java.util.OptionalInt;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * What elements of forms have in common.
 *
 * <p>Constraints such as {@code required} are reflected, but nothing validates them.
 *
 * @see <a href="https://html.spec.whatwg.org/#form-associated-element">HTML, form-associated elements</a>
 */
public abstract class FormControl extends HTMLElement {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            interface mixin FormControl {
              readonly attribute HTMLFormElement? form;
              [Reflect] attribute DOMString name;
            };
            interface mixin Labelable {
              readonly attribute NodeList labels;
            };
            HTMLButtonElement includes FormControl;
            HTMLFieldSetElement includes FormControl;
            HTMLInputElement includes FormControl;
            HTMLOutputElement includes FormControl;
            HTMLSelectElement includes FormControl;
            HTMLTextAreaElement includes FormControl;
            HTMLButtonElement includes Labelable;
            HTMLInputElement includes Labelable;
            HTMLOutputElement includes Labelable;
            HTMLSelectElement includes Labelable;
            HTMLTextAreaElement includes Labelable;
            """);

    FormControl(Document document, org.jsoup.nodes.Element raw, String interfaceName) {
        super(document, raw, interfaceName);
    }

    @Export
    public final @Nullable HTMLFormElement form() {
        return (HTMLFormElement) elementOrNull(FormControls.formOwner(rawElement, document()));
    }

    /** Null for a hidden input, which has no labels. */
    @Export
    public final @Nullable NodeList labels() {
        if (!FormControls.isLabelable(rawElement)) {
            return null;
        }
        return NodeList.of(
                this,
                Tree.descendantElements(raw.root()).stream()
                        .filter(e -> Tree.is(e, "label")
                                && document().peer(e) instanceof HTMLLabelElement label
                                && label.control() == this)
                        .toList());
    }

    // The lengths of inputs and textareas, which are limited to non-negative numbers; no other control shows them.

    @Export
    public final int maxLength() {
        return nonNegative("maxlength");
    }

    @Export
    public final void setMaxLength(int length) {
        setNonNegative("maxlength", length);
    }

    @Export
    public final int minLength() {
        return nonNegative("minlength");
    }

    @Export
    public final void setMinLength(int length) {
        setNonNegative("minlength", length);
    }

    private int nonNegative(String name) {
        OptionalInt length = Names.parseInteger(reflectedAttribute(name));
        return length.isPresent() && length.getAsInt() >= 0 ? length.getAsInt() : -1;
    }

    private void setNonNegative(String name, int length) {
        if (length < 0) {
            throw WebException.dom("IndexSizeError", "the length must not be negative, but is " + length);
        }
        setAttribute(name, Integer.toString(length));
    }

    @Override
    final boolean isDisabled() {
        return FormControls.isDisabled(rawElement);
    }

    /** Puts the control back to what its attributes say. */
    void reset() {}

    /** Fires {@code input} and {@code change} as after a change by the user. */
    final void fireInputAndChange() {
        if (isConnected()) {
            fire(new Event(realm, "input", true, false, true));
            fire(new Event(realm, "change", true, false, false));
        }
    }
}
