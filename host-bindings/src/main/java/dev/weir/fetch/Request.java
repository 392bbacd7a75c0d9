package dev.weir.fetch;

import dev.weir.abort.AbortSignal;
import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What may be fetched.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#request-class">Fetch, Request</a>
 */
public final class Request extends BodyOwner {
    static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            typedef (Request or USVString) RequestInfo;
            enum RequestDestination { "" };
            enum RequestMode { "navigate", "same-origin", "no-cors", "cors" };
            enum RequestCredentials { "omit", "same-origin", "include" };
            enum RequestCache { "default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached" };
            enum RequestRedirect { "follow", "error", "manual" };
            enum RequestDuplex { "half" };
            enum RequestPriority { "high", "low", "auto" };
            enum ReferrerPolicy { "", "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin",
              "strict-origin", "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url" };
            dictionary RequestInit {
              ByteString method;
              HeadersInit headers;
              BodyInit? body;
              USVString referrer;
              ReferrerPolicy referrerPolicy;
              RequestMode mode;
              RequestCredentials credentials;
              RequestCache cache;
              RequestRedirect redirect;
              DOMString integrity;
              boolean keepalive;
              AbortSignal? signal;
              RequestDuplex duplex;
              RequestPriority priority;
              any window;
            };
            [Exposed=(Window,Worker)]
            interface Request {
              constructor(RequestInfo input, optional RequestInit init = {});
              readonly attribute ByteString method;
              readonly attribute USVString url;
              [SameObject] readonly attribute Headers headers;
              readonly attribute RequestDestination destination;
              readonly attribute USVString referrer;
              readonly attribute ReferrerPolicy referrerPolicy;
              readonly attribute RequestMode mode;
              readonly attribute RequestCredentials credentials;
              readonly attribute RequestCache cache;
              readonly attribute RequestRedirect redirect;
              readonly attribute DOMString integrity;
              readonly attribute boolean keepalive;
              readonly attribute boolean isReloadNavigation;
              readonly attribute boolean isHistoryNavigation;
              readonly attribute AbortSignal signal;
              readonly attribute RequestDuplex duplex;
              [NewObject] Request clone();
            };
            Request includes Body;
            partial interface mixin WindowOrWorkerGlobalScope {
              [NewObject, Script] Promise<Response> fetch(RequestInfo input, optional RequestInit init = {});
            };
            """).statics("Request", Statics::new).statics("Fetching", Fetching::of);

    private final FetchRequest request;
    private final AbortSignal signal;

    Request(Realm realm, FetchRequest request, Headers headers, AbortSignal signal, @Nullable Body body) {
        super(realm, headers, body);
        this.request = request;
        this.signal = signal;
    }

    @Override
    public String interfaceName() {
        return "Request";
    }

    FetchRequest request() {
        return request;
    }

    @Export
    public String method() {
        return request.method;
    }

    @Export
    public String url() {
        return request.url().href();
    }

    @Export
    public String destination() {
        return "";
    }

    @Export
    public String referrer() {
        return request.referrer.equals("no-referrer") ? "" : request.referrer;
    }

    @Export
    public String referrerPolicy() {
        return request.referrerPolicy;
    }

    @Export
    public String mode() {
        return IdlEnums.nameOf(request.mode);
    }

    @Export
    public String credentials() {
        return IdlEnums.nameOf(request.credentials);
    }

    @Export
    public String cache() {
        return request.cache;
    }

    @Export
    public String redirect() {
        return IdlEnums.nameOf(request.redirect);
    }

    @Export
    public String integrity() {
        return request.integrity;
    }

    @Export
    public boolean keepalive() {
        return request.keepalive;
    }

    @Export
    public boolean isReloadNavigation() {
        return false;
    }

    @Export
    public boolean isHistoryNavigation() {
        return false;
    }

    @Export
    public AbortSignal signal() {
        return signal;
    }

    @Export
    public String duplex() {
        return "half";
    }

    @Export
    public Request clone() {
        Body copied = copyOfBody();
        FetchRequest copy = request.copy();
        Headers fields = new Headers(realm, copy.headers, headers().guard());
        return new Request(realm, copy, fields, AbortSignal.dependentOn(realm, List.of(signal)), copied);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public Request construct(Value input, Value init) {
            return new RequestMaker(realm, init).make(input);
        }
    }
}
