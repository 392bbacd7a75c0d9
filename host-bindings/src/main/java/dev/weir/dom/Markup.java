package dev.weir.dom;

import dev.weir.infra.Ascii;
import dev.weir.webidl.WebException;
import java.util.List;
import org.jsoup.nodes.Attributes;
import org.jsoup.nodes.FormElement;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Markup that becomes nodes, and places next to an element. Scripts in such markup do not run.
 *
 * @see <a href="https://html.spec.whatwg.org/#dom-parsing-and-serialization">HTML, DOM parsing</a>
 */
final class Markup {
    private Markup() {}

    /** A fragment with what the markup means inside the context element. */
    static DocumentFragment parse(Element context, String markup) {
        Document document = context.document();
        DocumentFragment fragment = new DocumentFragment(document);
        String input = Names.normalizeNewlines(markup);
        if (Tree.is(context.raw, "noscript")) {
            // Where scripts run its content is text, for which jsoup has no setting.
            if (!input.isEmpty()) {
                fragment.rawElement.appendChild(new org.jsoup.nodes.TextNode(input.replace('\0', '\uFFFD')));
            }
            return fragment;
        }
        List<org.jsoup.nodes.Node> nodes =
                Parser.htmlParser().parseFragmentInput(input, parserContext(context.rawElement), "");
        nodes.forEach(ParsedFormOwners.of(document.realm())::parsed);
        for (org.jsoup.nodes.Node node : List.copyOf(nodes)) {
            node.remove();
            fragment.rawElement.appendChild(node);
        }
        prepare(fragment.raw, document);
        return fragment;
    }

    private static void prepare(org.jsoup.nodes.Node root, Document document) {
        ParsedTree.prepare(root, document, element -> {
            if (document.peer(element) instanceof HTMLScriptElement script) {
                script.alreadyStarted = true;
            }
        });
    }

    /** Makes an empty document that has no window the one that the source means. */
    static void parseInto(Document document, String source) {
        org.jsoup.nodes.Document parsed = Parser.htmlParser().parseInput(Names.normalizeNewlines(source), "");
        ParsedFormOwners.of(document.realm()).parsed(parsed);
        document.tree().quirksMode(parsed.quirksMode());
        prepare(parsed, document); // before the document knows its elements, of which those in templates are none
        for (org.jsoup.nodes.Node node : List.copyOf(parsed.childNodes())) {
            node.remove();
            document.changes().parserInserted(node, document.rawElement);
        }
    }

    /**
     * A copy of the context element for jsoup's parser, in a form when the element is in one: no form can begin inside
     * another. jsoup looks for the form by its own class, which only its parser makes.
     */
    private static org.jsoup.nodes.Element parserContext(org.jsoup.nodes.Element context) {
        org.jsoup.nodes.Element form = context;
        while (form != null && !Tree.is(form, "form")) {
            form = form.parent();
        }
        if (form == null) {
            return Cloning.copyElement(context);
        }
        FormElement formCopy = new FormElement(form.tag(), "", new Attributes());
        if (form == context) {
            return formCopy;
        }
        org.jsoup.nodes.Element copy = Cloning.copyElement(context);
        formCopy.appendChild(copy);
        return copy;
    }

    static void setInner(Element element, String markup) {
        DocumentFragment fragment = parse(element, markup);
        Mutation.replaceAll(fragment, element.markupContainer());
    }

    static void setOuter(Element element, String markup) {
        Node parent = element.parentNode();
        if (parent == null) {
            return;
        }
        if (parent instanceof Document) {
            throw WebException.dom("NoModificationAllowedError", "the document element cannot be replaced by markup");
        }
        Mutation.replace(element, parse(contextOf(parent), markup), parent);
    }

    /** The parent if it is an element, or a body for markup that stands in a fragment. */
    private static Element contextOf(Node parent) {
        return parent instanceof Element element ? element : parent.document().createElementNamed("body");
    }

    static void insertAdjacent(Element element, String position, String markup) {
        String where = place(position);
        boolean outside = where.equals("beforebegin") || where.equals("afterend");
        Node parent = outside ? element.parentNode() : element;
        if (parent == null || parent instanceof Document) {
            throw WebException.dom("NoModificationAllowedError", "the element has no parent element");
        }
        Element context = contextOf(parent);
        if (Tree.is(context.raw, "html")) {
            context = element.document().createElementNamed("body");
        }
        insert(element, where, parse(context, markup));
    }

    /** Null when the place is outside and there is no parent. */
    static @Nullable Node insertAdjacentNode(Element element, String position, Node node) {
        return insert(element, place(position), node);
    }

    private static @Nullable Node insert(Element element, String where, Node node) {
        Node parent = element.parentNode();
        return switch (where) {
            case "beforebegin" -> parent == null ? null : Mutation.preInsert(node, parent, element);
            case "afterbegin" -> Mutation.preInsert(node, element, element.firstChild());
            case "beforeend" -> Mutation.preInsert(node, element, null);
            default -> parent == null ? null : Mutation.preInsert(node, parent, element.nextSibling());
        };
    }

    private static String place(String position) {
        String where = Ascii.lowercase(position);
        if (!List.of("beforebegin", "afterbegin", "beforeend", "afterend").contains(where)) {
            throw WebException.dom(
                    "SyntaxError", "'" + position + "' is not one of beforebegin, afterbegin, beforeend, afterend");
        }
        return where;
    }
}
