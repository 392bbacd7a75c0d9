package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * The address of what runs in a realm. Only frames navigate: elsewhere, what would lead to more than another
 * fragment throws.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-location-interface">HTML, Location</a>
 */
public final class Location extends PlatformObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface Location {
              [LegacyUnforgeable] stringifier attribute USVString href;
              [LegacyUnforgeable] readonly attribute USVString origin;
              [LegacyUnforgeable] attribute USVString protocol;
              [LegacyUnforgeable] attribute USVString host;
              [LegacyUnforgeable] attribute USVString hostname;
              [LegacyUnforgeable] attribute USVString port;
              [LegacyUnforgeable] attribute USVString pathname;
              [LegacyUnforgeable] attribute USVString search;
              [LegacyUnforgeable] attribute USVString hash;
              undefined assign(USVString url);
              undefined replace(USVString url);
              undefined reload();
            };
            [Exposed=Worker]
            interface WorkerLocation {
              stringifier readonly attribute USVString href;
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

    private final String interfaceName;
    private final WindowOrWorkerGlobalScope global;

    /** The location of a window, or with the other interface of a worker. */
    Location(WindowOrWorkerGlobalScope global, String interfaceName) {
        super(global.realm());
        this.interfaceName = interfaceName;
        this.global = global;
    }

    @Override
    public String interfaceName() {
        return interfaceName;
    }

    private DocumentUrl url() {
        return global.url();
    }

    @Export
    public String href() {
        return url().href();
    }

    @Export
    public String origin() {
        return url().origin();
    }

    @Export
    public String protocol() {
        return url().protocol();
    }

    @Export
    public String host() {
        return url().host();
    }

    @Export
    public String hostname() {
        return url().hostname();
    }

    @Export
    public String port() {
        return url().port();
    }

    @Export
    public String pathname() {
        return url().pathname();
    }

    @Export
    public String search() {
        return url().search();
    }

    @Export
    public String hash() {
        return url().hash();
    }

    @Export
    public void setHref(String value) {
        navigate(value, "href");
    }

    @Export
    public void setProtocol(String value) {
        throw noNavigation("protocol");
    }

    @Export
    public void setHost(String value) {
        throw noNavigation("host");
    }

    @Export
    public void setHostname(String value) {
        throw noNavigation("hostname");
    }

    @Export
    public void setPort(String value) {
        throw noNavigation("port");
    }

    @Export
    public void setPathname(String value) {
        throw noNavigation("pathname");
    }

    @Export
    public void setSearch(String value) {
        throw noNavigation("search");
    }

    @Export
    public void setHash(String value) {
        DocumentUrl target = url().withHash(value);
        // Scripts set the same hash over and over, and compare nothing with empty, as browsers do.
        if (!target.hash().equals(url().hash())) {
            navigate(target, "hash");
        }
    }

    @Export
    public void assign(String value) {
        navigate(value, "assign");
    }

    @Export
    public void replace(String value) {
        navigate(value, "replace");
    }

    @Export
    public void reload() {
        if (!(global instanceof Window window && window.navigateFrame(url()))) {
            throw noNavigation("reload");
        }
    }

    /** https://html.spec.whatwg.org/#location-object-navigate */
    private void navigate(String reference, String member) {
        DocumentUrl target = global.baseUrl().resolve(reference);
        if (target == null) {
            throw WebException.dom("SyntaxError", "Location." + member + ": '" + reference + "' is not a URL");
        }
        navigate(target, member);
    }

    private void navigate(DocumentUrl target, String member) {
        if (!(global instanceof Window window && window.navigate(target))) {
            throw noNavigation(member);
        }
    }

    private static WebException noNavigation(String member) {
        return WebException.dom("NotSupportedError", "Location." + member + ": this page cannot navigate");
    }
}
