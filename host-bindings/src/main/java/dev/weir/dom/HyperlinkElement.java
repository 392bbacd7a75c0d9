package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.html.DocumentUrl;
import dev.weir.html.Window;
import dev.weir.url.UrlRecord;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * An element whose {@code href} leads somewhere. The URL is read from the attribute whenever a part of it is asked for;
 * setting a part writes the attribute.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlhyperlinkelementutils">HTML, HTMLHyperlinkElementUtils</a>
 */
public abstract class HyperlinkElement extends HTMLElement {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            interface mixin HTMLHyperlinkElementUtils {
              stringifier attribute USVString href;
              readonly attribute USVString origin;
              attribute USVString protocol;
              attribute USVString username;
              attribute USVString password;
              attribute USVString host;
              attribute USVString hostname;
              attribute USVString port;
              attribute USVString pathname;
              attribute USVString search;
              attribute USVString hash;
            };
            HTMLAnchorElement includes HTMLHyperlinkElementUtils;
            HTMLAreaElement includes HTMLHyperlinkElementUtils;
            """);

    private @Nullable DOMTokenList relList;

    HyperlinkElement(Document document, org.jsoup.nodes.Element raw, String interfaceName) {
        super(document, raw, interfaceName);
    }

    private @Nullable UrlRecord url() {
        String href = Tree.attribute(rawElement, "href");
        return href == null ? null : document().resolveToRecord(href);
    }

    private String part(Function<UrlRecord, String> getter) {
        UrlRecord url = url();
        return url == null ? "" : getter.apply(url);
    }

    private void setPart(BiConsumer<UrlRecord, String> setter, String value) {
        UrlRecord url = url();
        if (url != null) {
            setter.accept(url, value);
            setAttribute("href", url.href());
        }
    }

    @Export
    public final DOMTokenList relList() {
        if (relList == null) {
            relList = new DOMTokenList(this, "rel");
        }
        return relList;
    }

    @Export
    public final String href() {
        return reflectedUrl("href");
    }

    @Export
    public final void setHref(String href) {
        setAttribute("href", href);
    }

    @Export
    public final String origin() {
        return part(UrlRecord::origin);
    }

    @Export
    public final String protocol() {
        String protocol = part(UrlRecord::protocol);
        return protocol.isEmpty() ? ":" : protocol;
    }

    @Export
    public final void setProtocol(String value) {
        setPart(UrlRecord::setProtocol, value);
    }

    @Export
    public final String username() {
        return part(UrlRecord::username);
    }

    @Export
    public final void setUsername(String value) {
        setPart(UrlRecord::setUsername, value);
    }

    @Export
    public final String password() {
        return part(UrlRecord::password);
    }

    @Export
    public final void setPassword(String value) {
        setPart(UrlRecord::setPassword, value);
    }

    @Export
    public final String host() {
        return part(UrlRecord::host);
    }

    @Export
    public final void setHost(String value) {
        setPart(UrlRecord::setHost, value);
    }

    @Export
    public final String hostname() {
        return part(UrlRecord::hostname);
    }

    @Export
    public final void setHostname(String value) {
        setPart(UrlRecord::setHostname, value);
    }

    @Export
    public final String port() {
        return part(UrlRecord::port);
    }

    @Export
    public final void setPort(String value) {
        setPart(UrlRecord::setPort, value);
    }

    @Export
    public final String pathname() {
        return part(UrlRecord::pathname);
    }

    @Export
    public final void setPathname(String value) {
        setPart(UrlRecord::setPathname, value);
    }

    @Export
    public final String search() {
        return part(UrlRecord::search);
    }

    @Export
    public final void setSearch(String value) {
        setPart(UrlRecord::setSearch, value);
    }

    @Export
    public final String hash() {
        return part(UrlRecord::hash);
    }

    @Export
    public final void setHash(String value) {
        setPart(UrlRecord::setHash, value);
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
            document().resolve(href).ifPresent(this::follow);
        }
    }

    /** https://html.spec.whatwg.org/#following-hyperlinks-2 */
    private void follow(String url) {
        Window target =
                hasAttribute("download") ? null : DocumentFrames.choose(document(), reflectedAttribute("target"));
        DocumentUrl resolved = document().url().resolve(url);
        if (target == null || resolved == null || !target.navigate(resolved)) {
            document().navigate(url);
        }
    }
}
