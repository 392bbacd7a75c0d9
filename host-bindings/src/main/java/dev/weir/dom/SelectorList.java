package dev.weir.dom;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/**
 * A parsed list of selectors, matched against jsoup's elements.
 *
 * <p>jsoup's own selectors are another language: they ignore case where CSS does not, and know words that CSS lacks.
 *
 * @see <a href="https://drafts.csswg.org/selectors-4/">Selectors</a>
 */
final class SelectorList {
    private final List<Complex> selectors;

    SelectorList(List<Complex> selectors) {
        this.selectors = selectors;
    }

    /** Parses a list of selectors; what is none is a SyntaxError. */
    static SelectorList parse(String text) {
        return SelectorParser.parse(text);
    }

    /** What an element is matched with besides itself: the scoping root, and what {@code :has()} starts from. */
    record Matching(
            @Nullable Element scope,
            Document document,
            @Nullable Element anchor) {}

    /** One condition on one element. */
    @FunctionalInterface
    interface Simple {
        boolean test(Element element, Matching matching);
    }

    /** Conditions that one element must meet; {@code id} is set when one of them is an id. */
    record Compound(List<Simple> conditions, @Nullable String id) {
        boolean test(Element element, Matching matching) {
            for (Simple condition : conditions) {
                if (!condition.test(element, matching)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Compounds from left to right with the combinators between them: space, {@code >}, {@code +} or {@code ~}. */
    record Complex(List<Compound> compounds, List<Character> combinators) {
        boolean test(Element element, Matching matching) {
            return test(element, compounds.size() - 1, matching);
        }

        private boolean test(Element element, int index, Matching matching) {
            if (!compounds.get(index).test(element, matching)) {
                return false;
            }
            if (index == 0) {
                return true;
            }
            return switch (combinators.get(index - 1)) {
                case '>' -> parent(element) instanceof Element p && test(p, index - 1, matching);
                case '+' -> previous(element) instanceof Element p && test(p, index - 1, matching);
                case '~' -> {
                    Element sibling = previous(element);
                    while (sibling != null && !test(sibling, index - 1, matching)) {
                        sibling = previous(sibling);
                    }
                    yield sibling != null;
                }
                default -> {
                    Element ancestor = parent(element);
                    while (ancestor != null && !test(ancestor, index - 1, matching)) {
                        ancestor = parent(ancestor);
                    }
                    yield ancestor != null;
                }
            };
        }
    }

    static @Nullable Element parent(Element element) {
        Element parent = element.parent();
        return parent != null && Tree.isElement(parent) ? parent : null;
    }

    static @Nullable Element previous(Element element) {
        Node sibling = element.previousSibling();
        while (sibling != null && !(sibling instanceof Element)) {
            sibling = sibling.previousSibling();
        }
        return (Element) sibling;
    }

    static @Nullable Element next(Element element) {
        Node sibling = element.nextSibling();
        while (sibling != null && !(sibling instanceof Element)) {
            sibling = sibling.nextSibling();
        }
        return (Element) sibling;
    }

    boolean matches(Element element, @Nullable Element scope, Document document) {
        return matches(element, new Matching(scope, document, null));
    }

    boolean matches(Element element, Matching matching) {
        for (Complex selector : selectors) {
            if (selector.test(element, matching)) {
                return true;
            }
        }
        return false;
    }

    /** The first match below the root in tree order, or null. */
    @Nullable
    Element first(Element root, Document document) {
        List<Element> candidates = candidates(root, document);
        Matching matching = matchingIn(root, document);
        if (candidates != null) {
            for (Element candidate : candidates) {
                if (matches(candidate, matching)) {
                    return candidate;
                }
            }
            return null;
        }
        for (Node next = Tree.following(root, root); next != null; next = Tree.following(next, root)) {
            if (next instanceof Element element && matches(element, matching)) {
                return element;
            }
        }
        return null;
    }

    /** Every match below the root in tree order. */
    List<Element> all(Element root, Document document) {
        List<Element> candidates = candidates(root, document);
        Matching matching = matchingIn(root, document);
        List<Element> found = new ArrayList<>();
        for (Element element : candidates == null ? Tree.descendantElements(root) : candidates) {
            if (matches(element, matching)) {
                found.add(element);
            }
        }
        return found;
    }

    private static Matching matchingIn(Element root, Document document) {
        return new Matching(Tree.isElement(root) ? root : null, document, null);
    }

    /** The elements that can match at all when the document's index of ids knows them, in tree order; else null. */
    private @Nullable List<Element> candidates(Element root, Document document) {
        if (root != document.raw || selectors.size() != 1) {
            return null;
        }
        String id = selectors.get(0).compounds().getLast().id();
        return id == null ? null : document.index().allById(id);
    }

    /** Whether something related to the element matches; for {@code :has()}, whose compounds start at the anchor. */
    boolean hasRelative(Element element, Matching matching) {
        Matching anchored = new Matching(matching.scope(), matching.document(), element);
        for (Complex selector : selectors) {
            char combinator = selector.combinators().get(0);
            boolean siblings = combinator == '+' || combinator == '~';
            Element root = siblings ? parent(element) : element;
            if (root == null) {
                root = element.parent();
            }
            Node start = siblings ? next(element) : Tree.firstChild(element);
            for (Node n = start; n != null && root != null; n = Tree.following(n, root)) {
                if (n instanceof Element candidate && selector.test(candidate, anchored)) {
                    return true;
                }
            }
        }
        return false;
    }
}
