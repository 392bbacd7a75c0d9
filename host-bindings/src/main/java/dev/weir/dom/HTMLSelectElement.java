package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A choice of options.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlselectelement">HTML, HTMLSelectElement</a>
 */
public final class HTMLSelectElement extends FormControl {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLSelectElement : HTMLElement {
              [Reflect] attribute DOMString autocomplete;
              [Reflect] attribute boolean disabled;
              [Reflect] attribute boolean multiple;
              [Reflect] attribute boolean required;
              [Reflect] attribute long size;
              readonly attribute DOMString type;
              [SameObject] readonly attribute HTMLOptionsCollection options;
              attribute unsigned long length;
              getter HTMLOptionElement? item(unsigned long index);
              setter undefined (unsigned long index, HTMLOptionElement? option);
              HTMLOptionElement? namedItem(DOMString name);
              undefined add(HTMLElement element, optional (HTMLElement or long)? before = null);
              undefined remove(optional long index);
              [SameObject] readonly attribute HTMLCollection selectedOptions;
              attribute long selectedIndex;
              attribute DOMString value;
            };
            [Exposed=Window, LegacyUnenumerableNamedProperties]
            interface HTMLOptionsCollection : HTMLCollection {
              attribute unsigned long length;
              getter Element? item(unsigned long index);
              getter Element? namedItem(DOMString name);
              setter undefined (unsigned long index, HTMLOptionElement? option);
              undefined add(HTMLElement element, optional (HTMLElement or long)? before = null);
              undefined remove(long index);
              attribute long selectedIndex;
            };
            """);

    private @Nullable HTMLOptionsCollection options;
    private @Nullable HTMLCollection selectedOptions;
    /** A single choice may be none, when a script says so; until then the first option is chosen. */
    private boolean noneChosen;

    HTMLSelectElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLSelectElement");
    }

    @Override
    int defaultInteger(String name) {
        return name.equals("size") ? 0 : super.defaultInteger(name);
    }

    List<org.jsoup.nodes.Element> optionElements() {
        List<org.jsoup.nodes.Element> found = new ArrayList<>();
        for (org.jsoup.nodes.Element child : Tree.childElements(raw)) {
            if (Tree.is(child, "option")) {
                found.add(child);
            } else if (Tree.is(child, "optgroup")) {
                Tree.childElements(child).stream()
                        .filter(e -> Tree.is(e, "option"))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private List<HTMLOptionElement> optionPeers() {
        return optionElements().stream()
                .map(e -> (HTMLOptionElement) document().peer(e))
                .toList();
    }

    /** The option of a single choice, or null. */
    private @Nullable HTMLOptionElement chosen() {
        HTMLOptionElement chosen = null;
        List<HTMLOptionElement> all = optionPeers();
        for (HTMLOptionElement option : all) {
            if (option.claimsSelected()) {
                chosen = option;
            }
        }
        if (chosen != null || noneChosen || reflectedInteger("size") > 1) {
            return chosen;
        }
        return all.stream()
                .filter(option -> !FormControls.isDisabled(option.rawElement))
                .findFirst()
                .orElse(null);
    }

    boolean isSelected(HTMLOptionElement option) {
        return hasAttribute("multiple") ? option.claimsSelected() : chosen() == option;
    }

    /** The chosen options in tree order. */
    List<HTMLOptionElement> chosenOptions() {
        if (hasAttribute("multiple")) {
            return optionPeers().stream()
                    .filter(HTMLOptionElement::claimsSelected)
                    .toList();
        }
        HTMLOptionElement chosen = chosen();
        return chosen == null ? List.of() : List.of(chosen);
    }

    /** Chooses the option, or takes its choice back. */
    void choose(HTMLOptionElement option, boolean selected) {
        noneChosen = false;
        if (!hasAttribute("multiple") && selected) {
            optionPeers().forEach(other -> other.setClaim(false));
        }
        option.setClaim(selected);
        document().index().changed();
    }

    @Override
    void reset() {
        noneChosen = false;
        optionPeers().forEach(HTMLOptionElement::dropClaim);
        document().index().changed();
    }

    @Export
    public String type() {
        return hasAttribute("multiple") ? "select-multiple" : "select-one";
    }

    @Export
    public HTMLOptionsCollection options() {
        if (options == null) {
            options = new HTMLOptionsCollection(this);
        }
        return options;
    }

    @Export
    public HTMLCollection selectedOptions() {
        if (selectedOptions == null) {
            selectedOptions = new HTMLCollection(
                    this,
                    () -> chosenOptions().stream()
                            .map(option -> option.rawElement)
                            .toList());
        }
        return selectedOptions;
    }

    @Export
    public int length() {
        return optionElements().size();
    }

    @Export
    public void setLength(double length) {
        List<org.jsoup.nodes.Element> all = optionElements();
        for (int i = all.size() - 1; i >= length; i--) {
            document().peer(all.get(i)).remove();
        }
        for (int i = all.size(); i < Math.min(length, 100_000); i++) {
            appendChild(document().createElementNamed("option"));
        }
    }

    @Export
    public @Nullable HTMLOptionElement item(double index) {
        List<org.jsoup.nodes.Element> all = optionElements();
        return index < all.size() ? (HTMLOptionElement) document().peer(all.get((int) index)) : null;
    }

    @Export
    public @Nullable HTMLOptionElement namedItem(String name) {
        return (HTMLOptionElement) options().namedItem(name);
    }

    @Export
    public int indexedCount() {
        return length();
    }

    @Export
    public @Nullable HTMLOptionElement indexed(double index) {
        return item(index);
    }

    /** https://html.spec.whatwg.org/#dom-htmloptionscollection-setter */
    @Export
    public void setIndexed(double index, @Nullable HTMLOptionElement option) {
        HTMLOptionElement old = item(index);
        if (option == null) {
            if (old != null) {
                old.remove();
            }
        } else if (old != null && old.parentNode() instanceof Node parent) {
            parent.replaceChild(option, old);
        } else {
            setLength(index);
            appendChild(option);
        }
    }

    /** Adds an option or a group before an option, the option at an index, or at the end. */
    @Export
    public void add(HTMLElement element, Value before) {
        if (!Tree.is(element.raw, "option") && !Tree.is(element.raw, "optgroup")) {
            throw WebException.typeError("only an option or an optgroup can be added");
        }
        Node reference = null;
        if (before.isHostObject()) {
            reference = before.asHostObject();
            if (!Tree.isInclusiveAncestor(raw, reference.raw) || reference == this) {
                throw WebException.dom("NotFoundError", "the element to add before is not in the select");
            }
        } else if (before.isNumber() && before.asInt() >= 0) {
            reference = item(before.asInt());
        }
        if (reference == element) {
            return;
        }
        Node parent = reference == null ? this : reference.parentNode();
        Mutation.preInsert(element, parent == null ? this : parent, reference);
    }

    /** Without an index, removes the select itself. */
    @Export
    public void remove(Value index) {
        if (!index.isNumber()) {
            remove();
        } else if (index.asInt() >= 0 && item(index.asInt()) instanceof HTMLOptionElement option) {
            option.remove();
        }
    }

    @Export
    public int selectedIndex() {
        List<HTMLOptionElement> all = optionPeers();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).selected()) {
                return i;
            }
        }
        return -1;
    }

    @Export
    public void setSelectedIndex(int index) {
        List<HTMLOptionElement> all = optionPeers();
        all.forEach(option -> option.setClaim(false));
        noneChosen = true;
        if (index >= 0 && index < all.size()) {
            choose(all.get(index), true);
        }
        document().index().changed();
    }

    @Export
    public String value() {
        List<HTMLOptionElement> chosen = chosenOptions();
        return chosen.isEmpty() ? "" : chosen.get(0).value();
    }

    @Export
    public void setValue(String value) {
        List<HTMLOptionElement> all = optionPeers();
        int index = -1;
        for (int i = all.size() - 1; i >= 0; i--) {
            index = all.get(i).value().equals(value) ? i : index;
        }
        setSelectedIndex(index);
    }

    /** The index of the first option with the value that a user can choose, or -1. */
    int indexToChoose(String value) {
        List<HTMLOptionElement> all = optionPeers();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).value().equals(value) && !FormControls.isDisabled(all.get(i).rawElement)) {
                return i;
            }
        }
        return -1;
    }

    /** What a user does who chooses this option and no other; nothing if it is so already. */
    void chooseOnly(int index) {
        if (!chosenOptions().equals(List.of(optionPeers().get(index)))) {
            setSelectedIndex(index);
            fireInputAndChange();
        }
    }

    @Override
    boolean isFocusableByItself() {
        return true;
    }
}
