package dev.weir.dom;

import dev.weir.webidl.Realm;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/**
 * The forms that the parser gave to controls outside of them, as in a table, where a form has no children. Such a control
 * keeps its form until one of both leaves the other's tree, or its {@code form} attribute changes.
 *
 * @see <a href="https://html.spec.whatwg.org/#form-element-pointer">HTML, form element pointer</a>
 * @see <a href="https://html.spec.whatwg.org/#parser-inserted-flag">HTML, parser inserted flag</a>
 */
final class ParsedFormOwners {
    /** The controls; a form is held by the tree that its control is in too. */
    private final Map<Element, WeakReference<Element>> owners = new WeakHashMap<>();

    static ParsedFormOwners of(Realm realm) {
        return realm.agent().serviceOrMade(ParsedFormOwners.class, ParsedFormOwners::new);
    }

    /** Takes in what jsoup's parser knows of the forms of a tree that it has just made. */
    void parsed(Node root) {
        Tree.forEachElement(root, element -> {
            if (element instanceof FormElement form) {
                for (Element control : form.elements()) {
                    if (FormControls.isListed(control)
                            && Tree.attribute(control, "form") == null
                            && !Tree.isInclusiveAncestor(form, control)
                            && !isInTemplate(control)) {
                        owners.put(control, new WeakReference<>(form));
                    }
                }
            }
        });
    }

    private static boolean isInTemplate(Element element) {
        for (Element e = element.parent(); e != null; e = e.parent()) {
            if (Tree.is(e, "template")) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Element get(Element control) {
        WeakReference<Element> owner = owners.get(control);
        return owner == null ? null : owner.get();
    }

    void forget(Element control) {
        owners.remove(control);
    }

    /** Called with a node that is about to be removed. */
    void nodeRemoved(Node node) {
        owners.entrySet().removeIf(entry -> {
            Element form = entry.getValue().get();
            return form == null
                    || Tree.isInclusiveAncestor(node, form) != Tree.isInclusiveAncestor(node, entry.getKey());
        });
    }
}
