package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.encoding.codec.Encoding;
import dev.weir.events.Event;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.WebException;
import dev.weir.xhr.FormData;
import dev.weir.xhr.FormDataSource;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A form. Submitting fires its events; then, as there is no navigation, the document's listener is told where to and no
 * more: the entries are sent nowhere.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlformelement">HTML, HTMLFormElement</a>
 */
public final class HTMLFormElement extends HTMLElement implements FormDataSource {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window, LegacyOverrideBuiltIns, LegacyUnenumerableNamedProperties]
            interface HTMLFormElement : HTMLElement {
              [Reflect="accept-charset"] attribute DOMString acceptCharset;
              attribute USVString action;
              [Reflect] attribute DOMString autocomplete;
              attribute DOMString enctype;
              attribute DOMString encoding;
              attribute DOMString method;
              [Reflect] attribute DOMString name;
              [Reflect] attribute boolean noValidate;
              [Reflect] attribute DOMString target;
              [SameObject] readonly attribute HTMLFormControlsCollection elements;
              readonly attribute unsigned long length;
              getter Element? (unsigned long index);
              getter (RadioNodeList or Element) (DOMString name);
              undefined submit();
              undefined requestSubmit(optional HTMLElement? submitter = null);
              undefined reset();
            };
            [Exposed=Window, LegacyUnenumerableNamedProperties]
            interface HTMLFormControlsCollection : HTMLCollection {
              getter Element? item(unsigned long index);
              getter (RadioNodeList or Element)? namedItem(DOMString name);
            };
            """);
    private static final List<String> ENCODINGS =
            List.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain");

    private @Nullable ControlsCollection elements;
    private boolean firingSubmission;
    /** constructing entry list */
    private boolean constructingEntryList;

    private boolean resetting;

    HTMLFormElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLFormElement");
    }

    // ---- attributes

    @Export
    public String action() {
        String action = reflectedAttribute("action");
        return action.isEmpty() ? document().url().href() : reflectedUrl("action");
    }

    @Export
    public void setAction(String action) {
        setAttribute("action", action);
    }

    @Export
    public String enctype() {
        return reflectedEnum("enctype", ENCODINGS, ENCODINGS.get(0), ENCODINGS.get(0));
    }

    @Export
    public void setEnctype(String value) {
        setAttribute("enctype", value);
    }

    @Export
    public String encoding() {
        return enctype();
    }

    @Export
    public void setEncoding(String value) {
        setEnctype(value);
    }

    @Export
    public String method() {
        return reflectedEnum("method", List.of("get", "post", "dialog"), "get", "get");
    }

    @Export
    public void setMethod(String value) {
        setAttribute("method", value);
    }

    // ---- controls

    @Export
    public ControlsCollection elements() {
        if (elements == null) {
            elements = new ControlsCollection(this);
        }
        return elements;
    }

    @Export
    public int length() {
        return elements().length();
    }

    @Export
    public int indexedCount() {
        return length();
    }

    @Export
    public @Nullable Element indexed(double index) {
        return elements().item(index);
    }

    @Export
    public Value namedKeys() {
        return elements().namedKeys();
    }

    @Export
    public @Nullable PlatformObject named(String name) {
        return elements().namedItem(name);
    }

    // ---- submission and reset

    /** Submits without a {@code submit} event. */
    @Export
    public void submit() {
        if (isConnected() && !constructingEntryList) {
            navigate(null);
        }
    }

    @Export
    public void requestSubmit(@Nullable HTMLElement submitter) {
        if (submitter != null) {
            requireOwnSubmitButton(submitter);
        }
        submitWith(submitter);
    }

    private void requireOwnSubmitButton(HTMLElement submitter) {
        boolean submits =
                (submitter instanceof HTMLButtonElement button && button.type().equals("submit"))
                        || (submitter instanceof HTMLInputElement input
                                && List.of("submit", "image").contains(input.type()));
        if (!submits) {
            throw WebException.typeError("the element is no submit button");
        }
        if (((FormControl) submitter).form() != this) {
            throw WebException.dom("NotFoundError", "the submit button belongs to another form");
        }
    }

    /** https://html.spec.whatwg.org/#concept-form-submit, with its event. */
    void submitWith(@Nullable HTMLElement submitter) {
        if (!isConnected() || constructingEntryList || firingSubmission) {
            return;
        }
        firingSubmission = true;
        boolean goOn;
        try {
            goOn = fire(new SubmitEvent(realm, submitter));
        } finally {
            firingSubmission = false;
        }
        if (goOn && isConnected()) {
            navigate(submitter);
        }
    }

    /** Collects the entries, for the sake of who listens to that, and goes to where they would be sent. */
    private void navigate(@Nullable HTMLElement submitter) {
        constructEntryList(submitter, FormEntries.encodingOf(this));
        if (isConnected()) {
            document().navigate(action());
        }
    }

    @Override
    public @Nullable FormData formData(@Nullable PlatformObject submitter) {
        HTMLElement button = (HTMLElement) submitter;
        if (button != null) {
            requireOwnSubmitButton(button);
        }
        return constructEntryList(button, Encoding.UTF_8);
    }

    /** https://html.spec.whatwg.org/#constructing-the-form-data-set */
    private @Nullable FormData constructEntryList(@Nullable HTMLElement submitter, Encoding encoding) {
        if (constructingEntryList) {
            return null;
        }
        constructingEntryList = true;
        try {
            FormData entries = FormEntries.of(this, submitter, encoding);
            fire(new FormDataEvent(realm, entries));
            return entries.copy(); // the listeners may keep theirs and change it later
        } finally {
            constructingEntryList = false;
        }
    }

    @Export
    public void reset() {
        if (resetting) {
            return;
        }
        resetting = true;
        try {
            if (fire(new Event(realm, "reset", true, true, false))) {
                for (org.jsoup.nodes.Element control : FormControls.controlsOf(rawElement, document())) {
                    if (document().peer(control) instanceof FormControl peer) {
                        peer.reset();
                    }
                }
            }
        } finally {
            resetting = false;
        }
    }

    /** The controls of a form; several of one name come as a list. */
    public static final class ControlsCollection extends HTMLCollection {
        ControlsCollection(HTMLFormElement form) {
            super(form, () -> FormControls.controlsOf(form.rawElement, form.document()));
        }

        @Override
        public String interfaceName() {
            return "HTMLFormControlsCollection";
        }

        @Override
        @Export
        public @Nullable PlatformObject namedItem(String name) {
            List<org.jsoup.nodes.Element> found =
                    elements().stream().filter(e -> hasName(e, name)).toList();
            return switch (found.size()) {
                case 0 -> null;
                case 1 -> owner.elementOrNull(found.get(0));
                default -> new RadioNodeList(owner, this, name);
            };
        }
    }

    /** The controls of one name, live. */
    public static final class RadioNodeList extends NodeList {
        private final HTMLCollection controls;
        private final String name;

        RadioNodeList(Node owner, HTMLCollection controls, String name) {
            super(owner, null);
            this.controls = controls;
            this.name = name;
        }

        @Override
        public String interfaceName() {
            return "RadioNodeList";
        }

        @Override
        List<? extends org.jsoup.nodes.Node> nodes() {
            return controls.elements().stream()
                    .filter(e -> HTMLCollection.hasName(e, name))
                    .toList();
        }

        private List<HTMLInputElement> radios() {
            return nodes().stream()
                    .map(node -> controls.owner.document().peer(node))
                    .filter(peer -> peer instanceof HTMLInputElement input
                            && input.type().equals("radio"))
                    .map(HTMLInputElement.class::cast)
                    .toList();
        }

        /** The value of the checked radio button. */
        @Export
        public String value() {
            return radios().stream()
                    .filter(HTMLInputElement::checked)
                    .findFirst()
                    .map(HTMLInputElement::value)
                    .orElse("");
        }

        @Export
        public void setValue(String value) {
            radios().stream()
                    .filter(radio -> radio.value().equals(value))
                    .findFirst()
                    .ifPresent(radio -> radio.setChecked(true));
        }
    }
}
