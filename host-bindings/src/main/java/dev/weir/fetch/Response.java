package dev.weir.fetch;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.fetch.FetchResponse.Type;
import dev.weir.html.DocumentUrl;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a request.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#response-class">Fetch, Response</a>
 */
public final class Response extends BodyOwner {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            enum ResponseType { "basic", "cors", "default", "error", "opaque", "opaqueredirect" };
            dictionary ResponseInit {
              unsigned short status = 200;
              ByteString statusText = "";
              HeadersInit headers;
            };
            [Exposed=(Window,Worker)]
            interface Response {
              constructor(optional BodyInit? body = null, optional ResponseInit init = {});
              [NewObject] static Response error();
              [NewObject] static Response redirect(USVString url, optional unsigned short status = 302);
              [NewObject] static Response json(any data, optional ResponseInit init = {});
              readonly attribute ResponseType type;
              readonly attribute USVString url;
              readonly attribute boolean redirected;
              readonly attribute unsigned short status;
              readonly attribute boolean ok;
              readonly attribute ByteString statusText;
              [SameObject] readonly attribute Headers headers;
              [NewObject] Response clone();
            };
            Response includes Body;
            """).statics("Response", Statics::new);

    private final Type type;
    private final List<UrlRecord> urls;
    private final int status;
    private final String statusText;

    private Response(
            Realm realm,
            Type type,
            List<UrlRecord> urls,
            int status,
            String statusText,
            Headers headers,
            @Nullable Body body) {
        super(realm, headers, body);
        this.type = type;
        this.urls = urls;
        this.status = status;
        this.statusText = statusText;
    }

    /** What a fetch has brought. */
    static Response of(Realm realm, FetchResponse response) {
        ResponseBody body = response.body();
        if (body != null && !response.isTransparent()) {
            body.letGo();
            body.readBy(ResponseBody.NOBODY); // so that the server does not notice that nobody looks
            body = null;
        }
        return new Response(
                realm,
                response.type(),
                response.urls(),
                response.status(),
                response.statusText(),
                new Headers(realm, response.headers(), Headers.Guard.IMMUTABLE),
                body == null ? null : Body.of(realm, body));
    }

    @Override
    public String interfaceName() {
        return "Response";
    }

    @Export
    public String type() {
        return IdlEnums.nameOf(type);
    }

    @Export
    public String url() {
        return urls.isEmpty() ? "" : urls.getLast().hrefWithoutFragment();
    }

    @Export
    public boolean redirected() {
        return urls.size() > 1;
    }

    @Export
    public int status() {
        return status;
    }

    @Export
    public boolean ok() {
        return status >= 200 && status <= 299;
    }

    @Export
    public String statusText() {
        return statusText;
    }

    @Export
    public Response clone() {
        Headers copied = new Headers(realm, headers().list().copy(), headers().guard());
        return new Response(realm, type, urls, status, statusText, copied, copyOfBody());
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public Response construct(@Nullable Value body, Value init) {
            BodyInit extracted = body == null || body.isNull() ? null : BodyInit.extract(realm, body);
            return make("Response constructor", init, extracted);
        }

        /** https://fetch.spec.whatwg.org/#initialize-a-response */
        private Response make(String where, Value init, @Nullable BodyInit body) {
            int status = init.getMember("status").asInt();
            if (status < 200 || status > 599) {
                throw WebException.rangeError(where + ": the status " + status + " is not between 200 and 599");
            }
            String statusText = init.getMember("statusText").asString();
            if (statusText.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
                throw WebException.typeError(where + ": the status text has a character that no response can carry");
            }
            Headers headers = new Headers(realm, new HeaderList(), Headers.Guard.RESPONSE);
            if (init.hasMember("headers")) {
                headers.fill(init.getMember("headers"));
            }
            if (body != null) {
                if (FetchResponse.isNullBody(status)) {
                    throw WebException.typeError(where + ": a response of status " + status + " has no body");
                }
                if (body.type() != null) {
                    headers.list().appendIfMissing("Content-Type", body.type());
                }
            }
            return new Response(
                    realm, Type.DEFAULT, List.of(), status, statusText, headers, body == null ? null : body.body());
        }

        @Export
        public Response error() {
            Headers headers = new Headers(realm, new HeaderList(), Headers.Guard.IMMUTABLE);
            return new Response(realm, Type.ERROR, List.of(), 0, "", headers, null);
        }

        @Export
        public Response redirect(String url, int status) {
            DocumentUrl base = realm.service(FetchEnvironment.class).baseUrl();
            DocumentUrl target = base.resolve(url);
            if (target == null) {
                throw WebException.typeError("Response.redirect: '" + url + "' is no URL");
            }
            if (!FetchResponse.isRedirect(status)) {
                throw WebException.rangeError("Response.redirect: " + status + " is no status of a redirect");
            }
            Headers headers = new Headers(realm, new HeaderList(), Headers.Guard.IMMUTABLE);
            headers.list().append("Location", target.href());
            return new Response(realm, Type.DEFAULT, List.of(), status, "", headers, null);
        }

        @Export
        public Response json(Value data, Value init) {
            Value text = realm.callFunction("toJson", data);
            if (!text.isString()) {
                throw WebException.typeError("Response.json: the value has no JSON");
            }
            BodyInit body = BodyInit.extract(realm, text);
            return make("Response.json", init, new BodyInit(body.body(), "application/json"));
        }
    }
}
