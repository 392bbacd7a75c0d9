package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.html.DocumentUrl;
import java.util.function.Function;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * A link. Following it tells the document's navigation listener, and no more.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlanchorelement">HTML, HTMLAnchorElement</a>
 */
public final class HTMLAnchorElement extends HTMLElement {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLAnchorElement : HTMLElement {
              [Reflect] attribute DOMString target;
              [Reflect] attribute DOMString download;
              [Reflect] attribute DOMString rel;
              [SameObject, PutForwards=value] readonly attribute DOMTokenList relList;
              [Reflect] attribute DOMString hreflang;
              [Reflect] attribute DOMString type;
              [Reflect] attribute DOMString name;
              attribute DOMString text;
              stringifier attribute USVString href;
              readonly attribute USVString origin;
              readonly attribute USVString protocol;
              readonly attribute USVString host;
              readonly attribute USVString hostname;
              readonly attribute USVString port;
              readonly attribute USVString pathname;
              readonly attribute USVString search;
              readonly attribute USVString hash;
            };
            """);

    private @Nullable DOMTokenList relList;

    HTMLAnchorElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLAnchorElement");
    }

    private String part(Function<DocumentUrl, String> getter) {
        String href = Tree.attribute(rawElement, "href");
        DocumentUrl url = href == null ? null : document().baseUrl().resolve(Names.stripWhitespace(href));
        return url == null ? "" : getter.apply(url);
    }

    @Export
    public DOMTokenList relList() {
        if (relList == null) {
            relList = new DOMTokenList(this, "rel");
        }
        return relList;
    }

    @Export
    public String text() {
        return Tree.descendantText(raw);
    }

    @Export
    public void setText(String text) {
        Mutation.stringReplaceAll(text, this);
    }

    @Export
    public String href() {
        return reflectedUrl("href");
    }

    @Export
    public void setHref(String href) {
        setAttribute("href", href);
    }

    @Export
    public String origin() {
        return part(DocumentUrl::origin);
    }

    @Export
    public String protocol() {
        String protocol = part(DocumentUrl::protocol);
        return protocol.isEmpty() ? ":" : protocol;
    }

    @Export
    public String host() {
        return part(DocumentUrl::host);
    }

    @Export
    public String hostname() {
        return part(DocumentUrl::hostname);
    }

    @Export
    public String port() {
        return part(DocumentUrl::port);
    }

    @Export
    public String pathname() {
        return part(DocumentUrl::pathname);
    }

    @Export
    public String search() {
        return part(DocumentUrl::search);
    }

    @Export
    public String hash() {
        return part(DocumentUrl::hash);
    }

    @Override
    boolean isFocusableByItself() {
        return hasAttribute("href");
    }

    @Override
    protected boolean hasActivationBehavior() {
        return hasAttribute("href");
    }

    @Override
    protected void activationBehavior(Event event) {
        String href = Tree.attribute(rawElement, "href");
        if (href != null && isConnected()) {
            document().resolve(href).ifPresent(document()::navigate);
        }
    }
}
