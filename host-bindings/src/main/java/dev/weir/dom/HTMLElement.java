package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.EventTarget;
import dev.weir.infra.Ascii;
import dev.weir.webidl.WebException;
import java.util.List;
import java.util.Set;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * An element of HTML: those with members of their own are subclasses, and those that only reflect attributes differ in
 * the name of their interface alone.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlelement">HTML, HTMLElement</a>
 */
public class HTMLElement extends Element {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLElement : Element {
              [Reflect] attribute DOMString title;
              [Reflect] attribute DOMString lang;
              attribute boolean translate;
              attribute DOMString dir;
              [Reflect] attribute boolean hidden;
              [Reflect] attribute boolean inert;
              undefined click();
              [Reflect] attribute DOMString accessKey;
              attribute boolean draggable;
              attribute boolean spellcheck;
              attribute [LegacyNullToEmptyString] DOMString innerText;
              attribute [LegacyNullToEmptyString] DOMString outerText;
              attribute DOMString contentEditable;
              readonly attribute boolean isContentEditable;
              [Reflect] attribute DOMString nonce;
              [Reflect] attribute boolean autofocus;
              [Reflect] attribute long tabIndex;
              undefined focus(optional FocusOptions options = {});
              undefined blur();
              [SameObject] readonly attribute DOMStringMap dataset;
              [SameObject, PutForwards=cssText] readonly attribute CSSStyleDeclaration style;
            };
            dictionary FocusOptions { boolean preventScroll = false; };
            """);

    /** Whose {@code tabIndex} is 0 by default, whether they can have the focus or not. */
    private static final Set<String> TAB_STOPS =
            Set.of("a", "area", "button", "frame", "iframe", "input", "object", "select", "textarea");

    private final String interfaceName;
    private @Nullable DOMStringMap dataset;
    private @Nullable CSSStyleDeclaration style;
    private boolean clickInProgress;

    HTMLElement(Document document, org.jsoup.nodes.Element raw, String interfaceName) {
        super(document, raw);
        this.interfaceName = interfaceName;
    }

    @Override
    public final String interfaceName() {
        return interfaceName;
    }

    // ---- attributes

    @Override
    void attributeChanged(String name, @Nullable String old, @Nullable String value) {
        if (name.startsWith("on")) {
            handlerAttributeChanged(name.substring(2), value);
        }
    }

    private void handlerAttributeChanged(String type, @Nullable String body) {
        boolean onBody = Tree.is(raw, "body") && EventHandlerNames.isForwarded(type);
        if (onBody || EventHandlerNames.isOfElements(type)) {
            setEventHandlerSource(type, body == null ? null : new InlineHandler(this, type, body));
        }
    }

    @Override
    final void attributesPresent() {
        for (String name : attributeNames()) {
            if (name.startsWith("on")) {
                handlerAttributeChanged(name.substring(2), reflectedAttribute(name));
            }
        }
    }

    @Override
    protected @Nullable EventTarget eventHandlerOwner(String name) {
        return Tree.is(raw, "body") && EventHandlerNames.isForwarded(name)
                ? document().window()
                : this;
    }

    @Override
    int defaultInteger(String name) {
        return name.equals("tabindex") && (TAB_STOPS.contains(rawElement.tagName()) || isSummaryOfDetails()) ? 0 : -1;
    }

    @Export
    public final boolean translate() {
        for (org.jsoup.nodes.Node e = raw; e != null && Tree.isElement(e); e = e.parentNode()) {
            String value = Tree.attribute((org.jsoup.nodes.Element) e, "translate");
            if (value != null && (value.isEmpty() || value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("no"))) {
                return !value.equalsIgnoreCase("no");
            }
        }
        return true;
    }

    @Export
    public final void setTranslate(boolean value) {
        setAttribute("translate", value ? "yes" : "no");
    }

    @Export
    public final String dir() {
        return reflectedEnum("dir", List.of("ltr", "rtl", "auto"), "", "");
    }

    @Export
    public final void setDir(String value) {
        setAttribute("dir", value);
    }

    @Export
    public final boolean draggable() {
        String byDefault = Tree.is(raw, "img") || (Tree.is(raw, "a") && hasAttribute("href")) ? "true" : "false";
        return reflectedEnum("draggable", List.of("true", "false"), byDefault, byDefault)
                .equals("true");
    }

    @Export
    public final void setDraggable(boolean value) {
        setAttribute("draggable", Boolean.toString(value));
    }

    @Export
    public final boolean spellcheck() {
        return !reflectedEnum("spellcheck", List.of("true", "false"), "true", "true")
                .equals("false");
    }

    @Export
    public final void setSpellcheck(boolean value) {
        setAttribute("spellcheck", Boolean.toString(value));
    }

    @Export
    public final String contentEditable() {
        String value =
                reflectedEnum("contenteditable", List.of("", "true", "false", "plaintext-only"), "inherit", "inherit");
        return value.isEmpty() ? "true" : value;
    }

    @Export
    public final void setContentEditable(String value) {
        String lower = Ascii.lowercase(value);
        switch (lower) {
            case "inherit" -> removeAttribute("contenteditable");
            case "true", "false", "plaintext-only" -> setAttribute("contenteditable", lower);
            default -> throw WebException.dom("SyntaxError", "contentEditable cannot be '" + value + "'");
        }
    }

    @Export
    public final boolean isContentEditable() {
        for (Element e = this; e != null; e = e.parentElement()) {
            String value = e instanceof HTMLElement html ? html.contentEditable() : "inherit";
            if (!value.equals("inherit")) {
                return !value.equals("false");
            }
        }
        return false;
    }

    @Export
    public final DOMStringMap dataset() {
        if (dataset == null) {
            dataset = new DOMStringMap(this);
        }
        return dataset;
    }

    @Export
    public final CSSStyleDeclaration style() {
        if (style == null) {
            style = new CSSStyleDeclaration(this);
        }
        return style;
    }

    // ---- text

    /** The text as a page shows it; see {@link RenderedText}. */
    @Export
    public final String innerText() {
        return RenderedText.of(rawElement);
    }

    @Export
    public final void setInnerText(String text) {
        Mutation.replaceAll(RenderedText.toFragment(document(), text), this);
    }

    @Export
    public final String outerText() {
        return innerText();
    }

    @Export
    public final void setOuterText(String text) {
        Node parent = parentNode();
        if (parent == null) {
            throw WebException.dom("NoModificationAllowedError", "the element has no parent");
        }
        DocumentFragment fragment = RenderedText.toFragment(document(), text);
        if (!fragment.hasChildNodes()) {
            Mutation.preInsert(document().createTextNode(""), fragment, null);
        }
        Mutation.replace(this, fragment, parent);
    }

    // ---- clicks and focus

    /** Whether this is a form control that takes no part in anything. */
    boolean isDisabled() {
        return false;
    }

    @Export
    public final void click() {
        if (isDisabled() || clickInProgress) {
            return;
        }
        clickInProgress = true;
        try {
            dispatchEvent(MouseEvent.click(realm));
        } finally {
            clickInProgress = false;
        }
    }

    /** Whether it takes the focus without a {@code tabindex}. */
    boolean isFocusableByItself() {
        return isContentEditable();
    }

    final boolean isFocusable() {
        return isConnected()
                && !isDisabled()
                && (isFocusableByItself()
                        || Names.parseInteger(reflectedAttribute("tabindex")).isPresent());
    }

    /** https://html.spec.whatwg.org/#summary-for-its-parent-details */
    final boolean isSummaryOfDetails() {
        if (!Tree.is(raw, "summary") || !Tree.is(raw.parentNode(), "details")) {
            return false;
        }
        org.jsoup.nodes.Node sibling = raw.previousSibling();
        while (sibling != null && !Tree.is(sibling, "summary")) {
            sibling = sibling.previousSibling();
        }
        return sibling == null;
    }

    final void fireFocusEvents(String here, String bubbling) {
        fire(new UIEvent(realm, "FocusEvent", here, false, false));
        fire(new UIEvent(realm, "FocusEvent", bubbling, true, false));
    }

    @Export
    public final void focus(Value options) {
        if (isFocusable()) {
            document().focus().moveTo(this);
        }
    }

    @Export
    public final void blur() {
        if (document().focus().holder() == this) {
            document().focus().moveTo(null);
        }
    }
}
