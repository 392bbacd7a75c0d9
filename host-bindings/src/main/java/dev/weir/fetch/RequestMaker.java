package dev.weir.fetch;

import dev.weir.abort.AbortSignal;
import dev.weir.fetch.FetchRequest.Credentials;
import dev.weir.fetch.FetchRequest.Mode;
import dev.weir.fetch.FetchRequest.Redirect;
import dev.weir.fetch.transport.HttpField;
import dev.weir.html.DocumentUrl;
import dev.weir.infra.HttpSyntax;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.List;
import java.util.Set;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the constructor of {@link Request}.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#dom-request">Fetch, new Request(input, init)</a>
 */
final class RequestMaker {
    private final Realm realm;
    private final Value init;
    /** Whether anything is given, which makes a request that has nothing of its input's manner. */
    private final boolean isNew;

    private final DocumentUrl base;

    RequestMaker(Realm realm, Value init) {
        this.realm = realm;
        this.init = init;
        isNew = !init.getMemberKeys().isEmpty();
        base = realm.service(FetchEnvironment.class).baseUrl();
    }

    /** Throws a TypeError for what no request can be. */
    Request make(Value input) {
        Request source = input.isHostObject() ? input.asHostObject() : null;
        FetchRequest made;
        AbortSignal signal = null;
        if (source == null) {
            made = new FetchRequest(parse(input.asString()));
            made.blob = Fetching.blobOf(realm, made.url());
            made.mode = Mode.CORS;
        } else {
            made = source.request().copy();
            signal = source.signal();
        }
        made.unsafe = true;
        if (init.hasMember("window") && !init.getMember("window").isNull()) {
            throw error("a request's window can only be null");
        }
        if (isNew && source != null) {
            made.referrer = FetchRequest.CLIENT;
            made.referrerPolicy = "";
        }
        takeManner(made);
        takeMethod(made);
        if (init.hasMember("signal")) {
            Value given = init.getMember("signal");
            signal = given.isNull() ? null : given.asHostObject();
        }
        AbortSignal own = AbortSignal.dependentOn(realm, signal == null ? List.of() : List.of(signal));
        Headers headers = headersOf(made);
        return new Request(realm, made, headers, own, bodyOf(made, headers, source));
    }

    private UrlRecord parse(String url) {
        UrlRecord parsed = base.resolveToRecord(url);
        if (parsed == null) {
            throw error("'" + url + "' is no URL");
        }
        if (parsed.includesCredentials()) {
            throw error("a URL with name and password cannot be fetched: " + parsed.hostname());
        }
        return parsed;
    }

    private static WebException error(String message) {
        return WebException.typeError("Request constructor: " + message);
    }

    private @Nullable String given(String member) {
        return init.hasMember(member) ? init.getMember(member).asString() : null;
    }

    private void takeManner(FetchRequest made) {
        String referrer = given("referrer");
        if (referrer != null) {
            made.referrer = referrerOf(referrer);
        }
        String policy = given("referrerPolicy");
        if (policy != null) {
            made.referrerPolicy = policy;
        }
        String mode = given("mode");
        if ("navigate".equals(mode)) {
            throw error("only the user navigates");
        }
        if (mode != null) {
            made.mode = IdlEnums.constantOf(Mode.class, mode);
        }
        String credentials = given("credentials");
        if (credentials != null) {
            made.credentials = IdlEnums.constantOf(Credentials.class, credentials);
        }
        String cache = given("cache");
        if (cache != null) {
            made.cache = cache;
        }
        if (made.cache.equals("only-if-cached") && made.mode != Mode.SAME_ORIGIN) {
            throw error("the cache alone can only be asked in the mode same-origin");
        }
        String redirect = given("redirect");
        if (redirect != null) {
            made.redirect = IdlEnums.constantOf(Redirect.class, redirect);
        }
        String integrity = given("integrity");
        if (integrity != null) {
            made.integrity = integrity;
        }
        if (init.hasMember("keepalive")) {
            made.keepalive = init.getMember("keepalive").asBoolean();
        }
    }

    private String referrerOf(String referrer) {
        if (referrer.isEmpty()) {
            return "no-referrer";
        }
        UrlRecord parsed = base.resolveToRecord(referrer);
        if (parsed == null) {
            throw error("the referrer '" + referrer + "' is no URL");
        }
        boolean client = parsed.scheme().equals("about") && parsed.pathname().equals("client");
        return client || !parsed.origin().equals(base.origin()) ? FetchRequest.CLIENT : parsed.href();
    }

    private void takeMethod(FetchRequest made) {
        String method = given("method");
        if (method == null) {
            return;
        }
        if (!HttpSyntax.isToken(method)) {
            throw error("'" + method + "' is no method");
        }
        if (HeaderRules.isForbiddenMethod(method)) {
            throw error("the method " + method + " is not for scripts");
        }
        made.method = HeaderRules.normalizedMethod(method);
    }

    private Headers headersOf(FetchRequest made) {
        Headers headers = new Headers(realm, made.headers, Headers.Guard.REQUEST);
        if (made.mode == Mode.NO_CORS) {
            if (!HeaderRules.isSafelistedMethod(made.method)) {
                throw error("the method " + made.method + " needs the mode cors");
            }
            headers.setGuard(Headers.Guard.REQUEST_NO_CORS);
        }
        if (isNew) {
            List<HttpField> present = made.headers.fields();
            if (init.hasMember("headers")) {
                headers.replaceWith(List.of());
                headers.fill(init.getMember("headers"));
            } else {
                headers.replaceWith(present);
            }
        }
        return headers;
    }

    private @Nullable Body bodyOf(FetchRequest made, Headers headers, @Nullable Request source) {
        Body inputBody = source == null ? null : source.bodyOrNull();
        boolean given = init.hasMember("body") && !init.getMember("body").isNull();
        if ((given || inputBody != null) && Set.of("GET", "HEAD").contains(made.method)) {
            throw error("a request of the method " + made.method + " has no body");
        }
        if (!given) {
            if (inputBody == null) {
                return null;
            }
            if (inputBody.isUnusable()) {
                throw error("the body of the request given is used already, or locked");
            }
            return inputBody.take();
        }
        BodyInit extracted = BodyInit.extract(realm, init.getMember("body"));
        if (made.keepalive && extracted.body().isStream()) {
            throw error("a stream cannot be sent with keepalive");
        }
        if (extracted.type() != null && !headers.has("Content-Type")) {
            headers.append("Content-Type", extracted.type());
        }
        if (extracted.body().isStream()) {
            if (!init.hasMember("duplex")) {
                throw error("a stream can only be sent with duplex: 'half'");
            }
            if (made.mode != Mode.SAME_ORIGIN && made.mode != Mode.CORS) {
                throw error("a stream can only be sent in the modes same-origin and cors");
            }
            made.forcesPreflight = true;
        }
        return extracted.body();
    }
}
