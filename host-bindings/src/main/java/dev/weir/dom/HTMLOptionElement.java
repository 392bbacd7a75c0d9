package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * An option of a select.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmloptionelement">HTML, HTMLOptionElement</a>
 */
public final class HTMLOptionElement extends HTMLElement {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLOptionElement : HTMLElement {
              [Reflect] attribute boolean disabled;
              readonly attribute HTMLFormElement? form;
              attribute DOMString label;
              [Reflect=selected] attribute boolean defaultSelected;
              attribute boolean selected;
              attribute DOMString value;
              attribute DOMString text;
              readonly attribute long index;
            };
            [Exposed=Window]
            interface HTMLOptGroupElement : HTMLElement {
              [Reflect] attribute boolean disabled;
              [Reflect] attribute DOMString label;
            };
            """).statics("HTMLOptionElement", Statics::new);

    /** [[selectedness]] once it has been set; null while the attribute decides. */
    private @Nullable Boolean claim;

    HTMLOptionElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLOptionElement");
    }

    @Override
    void copyStateOf(Element original, boolean subtree, Document target) {
        claim = ((HTMLOptionElement) original).claim;
    }

    boolean claimsSelected() {
        return claim != null ? claim : hasAttribute("selected");
    }

    void setClaim(boolean selected) {
        claim = selected;
    }

    void dropClaim() {
        claim = null;
    }

    private @Nullable HTMLSelectElement select() {
        Element parent = parentElement();
        if (parent != null && Tree.is(parent.raw, "optgroup")) {
            parent = parent.parentElement();
        }
        return parent instanceof HTMLSelectElement select ? select : null;
    }

    @Override
    boolean isDisabled() {
        return FormControls.isDisabled(rawElement);
    }

    @Export
    public @Nullable HTMLFormElement form() {
        HTMLSelectElement select = select();
        return select == null ? null : select.form();
    }

    @Export
    public String label() {
        String label = reflectedAttribute("label");
        return label.isEmpty() ? text() : label;
    }

    @Export
    public void setLabel(String label) {
        setAttribute("label", label);
    }

    @Export
    public boolean selected() {
        HTMLSelectElement select = select();
        return select == null ? claimsSelected() : select.isSelected(this);
    }

    @Export
    public void setSelected(boolean selected) {
        HTMLSelectElement select = select();
        if (select == null) {
            claim = selected;
        } else {
            select.choose(this, selected);
        }
    }

    @Export
    public String value() {
        String value = Tree.attribute(rawElement, "value");
        return value == null ? text() : value;
    }

    @Export
    public void setValue(String value) {
        setAttribute("value", value);
    }

    /** The text of the option without that of scripts in it, its white space stripped and collapsed. */
    @Export
    public String text() {
        StringBuilder text = new StringBuilder();
        org.jsoup.nodes.Node next = raw;
        while (next != null) {
            if (Tree.isText(next)) {
                text.append(Tree.textOf(next));
            }
            boolean script = next instanceof org.jsoup.nodes.Element e && isScript(e);
            next = script ? Tree.followingSkippingChildren(next, raw) : Tree.following(next, raw);
        }
        return String.join(" ", Names.stripWhitespace(text.toString()).split("[ \\t\\n\\f\\r]+"));
    }

    private static boolean isScript(org.jsoup.nodes.Element element) {
        return element.tagName().equals("script")
                && (Tree.isHtml(element) || element.tag().namespace().equals(Parser.NamespaceSvg));
    }

    @Export
    public void setText(String text) {
        Mutation.stringReplaceAll(text, this);
    }

    @Export
    public int index() {
        HTMLSelectElement select = select();
        return select == null ? 0 : select.optionElements().indexOf(rawElement);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        /** {@code new Option(...)}. */
        @Export
        public HTMLOptionElement option(
                String text, @Nullable String value, boolean defaultSelected, boolean selected) {
            Document document = Document.of(realm);
            HTMLOptionElement option = (HTMLOptionElement) document.createElementNamed("option");
            if (!text.isEmpty()) {
                option.appendChild(document.createTextNode(text));
            }
            if (value != null) {
                option.setValue(value);
            }
            option.setBooleanAttribute("selected", defaultSelected);
            option.claim = selected;
            return option;
        }
    }
}
