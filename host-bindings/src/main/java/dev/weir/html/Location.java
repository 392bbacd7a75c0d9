package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.WebException;
import java.util.Set;
import java.util.function.BiConsumer;
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

    private static final Set<String> HTTP = Set.of("http:", "https:");

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
        setPart("protocol", UrlRecord::setProtocol, value);
    }

    @Export
    public void setHost(String value) {
        setPart("host", UrlRecord::setHost, value);
    }

    @Export
    public void setHostname(String value) {
        setPart("hostname", UrlRecord::setHostname, value);
    }

    @Export
    public void setPort(String value) {
        setPart("port", UrlRecord::setPort, value);
    }

    @Export
    public void setPathname(String value) {
        setPart("pathname", UrlRecord::setPathname, value);
    }

    @Export
    public void setSearch(String value) {
        setPart("search", UrlRecord::setSearch, value);
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

    /** Goes where this URL leads with another part, if it has such a part. */
    private void setPart(String member, BiConsumer<UrlRecord, String> setter, String value) {
        UrlRecord target = url().toRecord();
        boolean has = member.equals("protocol")
                ? HTTP.contains(target.protocol())
                : member.equals("search") || !target.hasOpaquePath();
        if (has) {
            setter.accept(target, value);
            navigate(DocumentUrl.of(target), member);
        }
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
