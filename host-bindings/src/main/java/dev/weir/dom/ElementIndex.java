package dev.weir.dom;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/** Finds the elements of a document by id and by name without walking the tree, and tells when the tree has changed. */
final class ElementIndex {
    private static final Set<String> NAMED_ON_WINDOW = Set.of("embed", "form", "img", "object");

    private final Map<String, List<Element>> byId = new HashMap<>();
    private final Map<String, List<Element>> byName = new HashMap<>();
    private final List<Element> bases = new ArrayList<>(1);
    private final TreeVersion version;

    ElementIndex(TreeVersion version) {
        this.version = version;
    }

    /** A number that grows with every change of a tree of the agent, connected or not. */
    long version() {
        return version.number;
    }

    void changed() {
        version.number++;
    }

    /** Takes in a subtree that has become part of the document. */
    void added(Node root) {
        Tree.forEachElement(root, element -> {
            add(byId, Tree.attribute(element, "id"), element);
            add(byName, Tree.attribute(element, "name"), element);
            if (Tree.is(element, "base")) {
                bases.add(element);
            }
        });
    }

    /** Lets go of a subtree that is about to leave the document. */
    void removed(Node root) {
        Tree.forEachElement(root, element -> {
            remove(byId, Tree.attribute(element, "id"), element);
            remove(byName, Tree.attribute(element, "name"), element);
            bases.remove(element);
        });
    }

    void attributeChanged(Element element, String attribute, @Nullable String old, @Nullable String value) {
        Map<String, List<Element>> map = attribute.equals("id") ? byId : attribute.equals("name") ? byName : null;
        if (map != null) {
            remove(map, old, element);
            add(map, value, element);
        }
    }

    private static void add(Map<String, List<Element>> map, @Nullable String key, Element element) {
        if (key != null && !key.isEmpty()) {
            map.computeIfAbsent(key, k -> new ArrayList<>(1)).add(element);
        }
    }

    private static void remove(Map<String, List<Element>> map, @Nullable String key, Element element) {
        List<Element> elements = key == null ? null : map.get(key);
        if (elements != null && elements.remove(element) && elements.isEmpty()) {
            map.remove(key);
        }
    }

    /** The first base element with a URL, or null. */
    @Nullable
    Element firstBase() {
        return bases.stream()
                .filter(e -> e.attributes().hasKey("href"))
                .min(Tree::compareOrder)
                .orElse(null);
    }

    /** The first element with the id in tree order, or null. */
    @Nullable
    Element firstById(String id) {
        List<Element> elements = allById(id);
        return elements.isEmpty() ? null : elements.get(0);
    }

    /** The elements with the id in tree order. */
    List<Element> allById(String id) {
        return inOrder(byId.get(id));
    }

    /** The elements with the name that pass the filter, in tree order. */
    List<Element> allByName(String name, Predicate<Element> filter) {
        return inOrder(byName.get(name)).stream().filter(filter).toList();
    }

    private static List<Element> inOrder(@Nullable List<Element> elements) {
        if (elements == null) {
            return List.of();
        }
        if (elements.size() > 1) {
            elements.sort(Tree::compareOrder);
        }
        return List.copyOf(elements);
    }

    /** https://html.spec.whatwg.org/#dom-window-nameditem-filter */
    List<Element> namedOnWindow(String name) {
        List<Element> found = new ArrayList<>(allById(name));
        for (Element element : allByName(name, e -> Tree.isHtml(e) && NAMED_ON_WINDOW.contains(e.tagName()))) {
            if (!found.contains(element)) {
                found.add(element);
            }
        }
        found.sort(Tree::compareOrder);
        return found;
    }

    /** Every name that {@link #namedOnWindow} finds something for. */
    List<String> namesOnWindow() {
        List<String> names = new ArrayList<>(byId.keySet());
        for (Map.Entry<String, List<Element>> entry : byName.entrySet()) {
            boolean any = entry.getValue().stream().anyMatch(e -> NAMED_ON_WINDOW.contains(e.tagName()));
            if (any && !byId.containsKey(entry.getKey())) {
                names.add(entry.getKey());
            }
        }
        names.sort(null);
        return names;
    }
}
