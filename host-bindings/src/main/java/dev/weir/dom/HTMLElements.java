package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.LeafNode;
import org.jsoup.parser.Parser;
import org.jsoup.parser.Tag;

/**
 * Which interface an element has, and the interfaces that only reflect attributes.
 *
 * @see <a href="https://html.spec.whatwg.org/#elements-3">HTML, element interfaces</a>
 */
final class HTMLElements {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window] interface HTMLUnknownElement : HTMLElement {};
            [Exposed=Window] interface HTMLHtmlElement : HTMLElement {};
            [Exposed=Window] interface HTMLHeadElement : HTMLElement {};
            [Exposed=Window] interface HTMLBodyElement : HTMLElement {};
            [Exposed=Window] interface HTMLSpanElement : HTMLElement {};
            [Exposed=Window] interface HTMLPictureElement : HTMLElement {};
            [Exposed=Window] interface HTMLDListElement : HTMLElement {};
            [Exposed=Window] interface HTMLDivElement : HTMLElement { [Reflect] attribute DOMString align; };
            [Exposed=Window] interface HTMLParagraphElement : HTMLElement { [Reflect] attribute DOMString align; };
            [Exposed=Window] interface HTMLHeadingElement : HTMLElement { [Reflect] attribute DOMString align; };
            [Exposed=Window] interface HTMLBRElement : HTMLElement { [Reflect] attribute DOMString clear; };
            [Exposed=Window] interface HTMLHRElement : HTMLElement { [Reflect] attribute DOMString align; };
            [Exposed=Window] interface HTMLPreElement : HTMLElement { [Reflect] attribute long width; };
            [Exposed=Window] interface HTMLQuoteElement : HTMLElement { [Reflect] attribute USVString cite; };
            [Exposed=Window] interface HTMLModElement : HTMLElement {
              [Reflect] attribute USVString cite;
              [Reflect] attribute DOMString dateTime;
            };
            [Exposed=Window] interface HTMLTimeElement : HTMLElement { [Reflect] attribute DOMString dateTime; };
            [Exposed=Window] interface HTMLDataElement : HTMLElement { [Reflect] attribute DOMString value; };
            [Exposed=Window] interface HTMLUListElement : HTMLElement { [Reflect] attribute DOMString type; };
            [Exposed=Window] interface HTMLOListElement : HTMLElement {
              [Reflect] attribute boolean reversed;
              [Reflect] attribute long start;
              [Reflect] attribute DOMString type;
            };
            [Exposed=Window] interface HTMLLIElement : HTMLElement {
              [Reflect] attribute long value;
              [Reflect] attribute DOMString type;
            };
            [Exposed=Window] interface HTMLMetaElement : HTMLElement {
              [Reflect] attribute DOMString name;
              [Reflect="http-equiv"] attribute DOMString httpEquiv;
              [Reflect] attribute DOMString content;
              [Reflect] attribute DOMString media;
            };
            [Exposed=Window] interface HTMLBaseElement : HTMLElement {
              [Reflect] attribute USVString href;
              [Reflect] attribute DOMString target;
            };
            [Exposed=Window] interface HTMLLinkElement : HTMLElement {
              [Reflect] attribute USVString href;
              [Reflect] attribute DOMString rel;
              [Reflect] attribute DOMString media;
              [Reflect] attribute DOMString type;
              [Reflect] attribute boolean disabled;
            };
            [Exposed=Window] interface HTMLStyleElement : HTMLElement {
              [Reflect] attribute DOMString media;
              [Reflect] attribute DOMString type;
            };
            [Exposed=Window] interface HTMLMapElement : HTMLElement { [Reflect] attribute DOMString name; };
            [Exposed=Window] interface HTMLDetailsElement : HTMLElement {
              [Reflect] attribute boolean open;
              [Reflect] attribute DOMString name;
            };
            """);

    private static final Map<String, String> INTERFACES = new HashMap<>();

    static {
        map("HTMLHtmlElement", "html");
        map("HTMLHeadElement", "head");
        map("HTMLBodyElement", "body");
        map("HTMLSpanElement", "span");
        map("HTMLPictureElement", "picture");
        map("HTMLDListElement", "dl");
        map("HTMLDivElement", "div");
        map("HTMLParagraphElement", "p");
        map("HTMLHeadingElement", "h1 h2 h3 h4 h5 h6");
        map("HTMLBRElement", "br");
        map("HTMLHRElement", "hr");
        map("HTMLPreElement", "pre listing xmp");
        map("HTMLQuoteElement", "blockquote q");
        map("HTMLModElement", "ins del");
        map("HTMLTimeElement", "time");
        map("HTMLDataElement", "data");
        map("HTMLUListElement", "ul");
        map("HTMLOListElement", "ol");
        map("HTMLLIElement", "li");
        map("HTMLMetaElement", "meta");
        map("HTMLBaseElement", "base");
        map("HTMLLinkElement", "link");
        map("HTMLStyleElement", "style");
        map("HTMLMapElement", "map");
        map("HTMLDetailsElement", "details");
        map("HTMLUnknownElement", "applet bgsound blink isindex keygen multicol nextid spacer");
    }

    /** Elements of HTML that have no interface of their own here; some have one in browsers. */
    private static final Set<String> PLAIN = Set.of(
            ("abbr address acronym article aside audio b basefont bdi bdo big canvas center cite code datalist dd"
                            + " dfn dialog dir dt em embed fencedframe figcaption figure font footer frame frameset"
                            + " header hgroup i kbd main mark marquee menu meter nav nobr noembed noframes"
                            + " noscript object param plaintext progress rb rp rt rtc ruby s samp search section"
                            + " selectedcontent slot small source strike strong sub summary sup track tt u var video"
                            + " wbr")
                    .split(" "));

    private HTMLElements() {}

    private static void map(String interfaceName, String tags) {
        for (String tag : tags.split(" ")) {
            INTERFACES.put(tag, interfaceName);
        }
    }

    /** The tag of an HTML element, with what jsoup knows of it. */
    static Tag tag(String localName) {
        return Tag.valueOf(localName, Parser.NamespaceHtml, org.jsoup.parser.ParseSettings.preserveCase);
    }

    /** The peer of a jsoup node that has none yet. */
    static Node makePeer(Document document, org.jsoup.nodes.Node raw) {
        return switch (raw) {
            case Element element -> makeElement(document, element);
            case org.jsoup.nodes.DocumentType doctype -> new DocumentType(document, doctype);
            case LeafNode leaf -> Tree.isText(leaf) ? new Text(document, leaf) : new Comment(document, leaf);
            default -> throw new IllegalStateException("no peer for a " + raw.getClass());
        };
    }

    private static dev.weir.dom.Element makeElement(Document document, Element raw) {
        if (!Tree.isHtml(raw)) {
            return new dev.weir.dom.Element(document, raw);
        }
        HTMLElement element = makeHtml(document, raw);
        element.attributesPresent();
        return element;
    }

    private static HTMLElement makeHtml(Document document, Element raw) {
        String name = raw.tagName();
        return switch (name) {
            case "a" -> new HTMLAnchorElement(document, raw);
            case "area" -> new HTMLAreaElement(document, raw);
            case "button" -> new HTMLButtonElement(document, raw);
            case "fieldset" -> new HTMLFieldSetElement(document, raw);
            case "form" -> new HTMLFormElement(document, raw);
            case "iframe" -> new HTMLIFrameElement(document, raw);
            case "img" -> new HTMLImageElement(document, raw);
            case "input" -> new HTMLInputElement(document, raw);
            case "label" -> new HTMLLabelElement(document, raw);
            case "option" -> new HTMLOptionElement(document, raw);
            case "optgroup" -> new HTMLElement(document, raw, "HTMLOptGroupElement");
            case "legend" -> new HTMLElement(document, raw, "HTMLLegendElement");
            case "output" -> new HTMLOutputElement(document, raw);
            case "script" -> new HTMLScriptElement(document, raw);
            case "select" -> new HTMLSelectElement(document, raw);
            case "summary" -> new HTMLSummaryElement(document, raw);
            case "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "col", "colgroup" ->
                HTMLTableElements.make(document, raw);
            case "template" -> new HTMLTemplateElement(document, raw);
            case "textarea" -> new HTMLTextAreaElement(document, raw);
            case "title" -> new HTMLTitleElement(document, raw);
            default -> new HTMLElement(document, raw, interfaceOf(name));
        };
    }

    private static String interfaceOf(String name) {
        String known = INTERFACES.get(name);
        if (known != null) {
            return known;
        }
        // A name with a hyphen may be a custom element, which is a plain one until it is defined.
        return PLAIN.contains(name) || name.indexOf('-') > 0 ? "HTMLElement" : "HTMLUnknownElement";
    }
}
