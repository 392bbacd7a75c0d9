package dev.weir.dom;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Questions about form controls that need no peers. */
final class FormControls {
    private static final Set<String> DISABLEABLE =
            Set.of("button", "input", "select", "textarea", "fieldset", "optgroup", "option");
    private static final Set<String> LISTED =
            Set.of("button", "fieldset", "input", "object", "output", "select", "textarea");
    private static final Set<String> SUBMITTABLE = Set.of("button", "input", "select", "textarea");
    private static final Set<String> LABELABLE =
            Set.of("button", "input", "meter", "output", "progress", "select", "textarea");

    private FormControls() {}

    static boolean canBeDisabled(Element element) {
        return Tree.isHtml(element) && DISABLEABLE.contains(element.tagName());
    }

    static boolean isListed(Element element) {
        return Tree.isHtml(element) && LISTED.contains(element.tagName());
    }

    static boolean isLabelable(Element element) {
        return Tree.isHtml(element) && LABELABLE.contains(element.tagName()) && !isInputOfType(element, "hidden");
    }

    /** https://html.spec.whatwg.org/#concept-fe-disabled, and the same for options and their groups. */
    static boolean isDisabled(Element element) {
        if (!canBeDisabled(element)) {
            return false;
        }
        if (element.attributes().hasKey("disabled")) {
            return true;
        }
        if (element.tagName().equals("option")) {
            return Tree.is(element.parent(), "optgroup")
                    && element.parent() != null
                    && element.parent().attributes().hasKey("disabled");
        }
        Element child = element;
        for (Element e = element.parent(); e != null; child = e, e = e.parent()) {
            if (Tree.is(e, "fieldset") && e.attributes().hasKey("disabled") && !isFirstLegend(child)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFirstLegend(Element element) {
        if (!Tree.is(element, "legend")) {
            return false;
        }
        Element sibling = SelectorList.previous(element);
        while (sibling != null) {
            if (Tree.is(sibling, "legend")) {
                return false;
            }
            sibling = SelectorList.previous(sibling);
        }
        return true;
    }

    /** https://html.spec.whatwg.org/#form-owner */
    static @Nullable Element formOwner(Element control, Document document) {
        String id = Tree.attribute(control, "form");
        if (id != null && Tree.isConnected(control)) {
            Element named = document.index().firstById(id);
            return Tree.is(named, "form") ? named : null;
        }
        Element parsed = ParsedFormOwners.of(document.realm()).get(control);
        if (parsed != null) {
            return parsed;
        }
        Element ancestor = control.parent();
        while (ancestor != null && !Tree.is(ancestor, "form")) {
            ancestor = ancestor.parent();
        }
        return ancestor;
    }

    /** The controls whose form owner is the form, in tree order; image buttons are not listed for historical reasons. */
    static List<Element> controlsOf(Element form, Document document) {
        return ownedBy(form, document, element -> isListed(element) && !isInputOfType(element, "image"));
    }

    /** https://html.spec.whatwg.org/#category-submit, those whose form owner is the form, in tree order. */
    static List<Element> submittableOf(Element form, Document document) {
        return ownedBy(form, document, element -> Tree.isHtml(element) && SUBMITTABLE.contains(element.tagName()));
    }

    private static List<Element> ownedBy(Element form, Document document, Predicate<Element> wanted) {
        List<Element> controls = new ArrayList<>();
        Tree.forEachElement(form.root(), element -> {
            if (wanted.test(element) && formOwner(element, document) == form) {
                controls.add(element);
            }
        });
        return controls;
    }

    static boolean isInputOfType(Element element, String type) {
        return Tree.is(element, "input") && HTMLInputElement.typeOf(element).equals(type);
    }
}
