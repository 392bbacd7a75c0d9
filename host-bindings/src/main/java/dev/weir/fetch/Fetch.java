package dev.weir.fetch;

import dev.weir.fetch.FetchRequest.Mode;
import dev.weir.fetch.FetchRequest.Redirect;
import dev.weir.fetch.FetchResponse.Type;
import dev.weir.fetch.transport.HttpField;
import dev.weir.fileapi.BlobBytes;
import dev.weir.fileapi.BlobUrlStore;
import dev.weir.html.DocumentUrl;
import dev.weir.mimesniff.MimeType;
import dev.weir.url.BlockedPorts;
import dev.weir.url.UrlRecord;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fetch, from what is asked for to a response that its caller may see: schemes, origins, redirects. It knows nothing of
 * JavaScript, and runs on any loop.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#fetching">Fetch, fetching</a>
 */
public final class Fetch {
    private static final int MAX_REDIRECTS = 20;
    private static final List<String> OF_BODY =
            List.of("Content-Encoding", "Content-Language", "Content-Location", "Content-Type", "Content-Length");

    /** Who waits; hears one of these, in a later turn of the loop. */
    public interface Caller {
        void responded(FetchResponse response);

        /** @param reason for people, not for scripts */
        void failed(String reason);
    }

    private final FetchContext context;
    private final FetchRequest request;
    private final Caller caller;

    /** https://fetch.spec.whatwg.org/#concept-request-response-tainting */
    private Type tainting = Type.BASIC;
    /** Whether a redirect has led from one foreign origin to another, so that servers are not told who asks. */
    private boolean originTainted;

    private int redirects;
    private @Nullable HttpFetch network;
    private boolean over;

    private Fetch(FetchContext context, FetchRequest request, Caller caller) {
        this.context = context;
        this.request = request;
        this.caller = caller;
    }

    /** Starts; the request is not looked at by others any more. */
    static Fetch start(FetchContext context, FetchRequest request, Caller caller) {
        Fetch fetch = new Fetch(context, request, caller);
        fetch.request.headers.appendIfMissing("Accept", "*/*");
        fetch.request.headers.appendIfMissing("Accept-Language", context.language());
        context.loop().execute(fetch::mainFetch);
        return fetch;
    }

    /** Nobody waits any more; a response that was told ends with its body. */
    public void cancel() {
        over = true;
        if (network != null) {
            network.cancel();
        }
    }

    /** https://fetch.spec.whatwg.org/#concept-main-fetch */
    private void mainFetch() {
        if (over) {
            return;
        }
        guarded(this::dispatch);
    }

    private void guarded(Runnable steps) {
        try {
            steps.run();
        } catch (RuntimeException | Error bug) {
            fail("it broke"); // or the script would wait for ever
            throw bug;
        }
    }

    private void dispatch() {
        UrlRecord url = request.currentUrl();
        switch (url.scheme()) {
            case "data" -> dataFetch(url);
            case "blob" -> blobFetch();
            case "http", "https" -> dispatchHttp(url);
            default -> fail("the scheme " + url.scheme() + ": cannot be fetched");
        }
    }

    private void dispatchHttp(UrlRecord url) {
        if (BlockedPorts.contains(url.effectivePort())) {
            fail("port " + url.effectivePort() + " is blocked, as in every browser");
            return;
        }
        if (context.client().scheme().equals("https") && !DocumentUrl.isPotentiallyTrustworthy(url)) {
            fail("a page from https: may not fetch from http:");
            return;
        }
        if (request.referrerPolicy.isEmpty()) {
            request.referrerPolicy = Referrers.DEFAULT_POLICY;
        }
        request.referrer = Referrers.of(request, context.client()); // of which a redirect may only take more
        if (tainting == Type.BASIC && Origins.isSame(context.origin(), url)) {
            actualFetch();
        } else if (request.mode == Mode.SAME_ORIGIN) {
            fail("the mode is same-origin, and the URL of another origin");
        } else if (request.mode == Mode.NO_CORS) {
            if (request.redirect != Redirect.FOLLOW) {
                fail("without CORS, redirects can only be followed");
                return;
            }
            tainting = Type.OPAQUE;
            actualFetch();
        } else {
            tainting = Type.CORS;
            boolean asks = request.forcesPreflight
                    || (request.unsafe
                            && (!HeaderRules.isSafelistedMethod(request.method)
                                    || !HeaderRules.corsUnsafeNames(request.headers)
                                            .isEmpty()));
            corsFetch(asks);
        }
    }

    private static boolean isHttp(UrlRecord url) {
        return Set.of("http", "https").contains(url.scheme());
    }

    private void dataFetch(UrlRecord url) {
        DataUrl data = DataUrl.process(url);
        if (data == null) {
            fail("the data: URL is malformed");
            return;
        }
        HeaderList headers =
                new HeaderList(List.of(new HttpField("Content-Type", data.type().serialize())));
        answered(local(200, "OK", headers, BlobBytes.of(data.body())));
    }

    private void blobFetch() {
        BlobUrlStore.Entry entry = request.blob;
        if (!request.method.equals("GET") || entry == null || !entry.origin().equals(context.origin())) {
            fail(
                    entry == null
                            ? "there is no such blob"
                            : "blobs can only be fetched with GET, and by their own origin");
            return;
        }
        HeaderList headers = new HeaderList();
        BlobBytes bytes = entry.bytes();
        String range = request.headers.get("Range");
        if (range == null) {
            headers.append("Content-Length", Long.toString(bytes.size()));
            headers.append("Content-Type", typeOf(entry));
            answered(local(200, "OK", headers, bytes));
            return;
        }
        ByteRange wanted = ByteRange.parse(range, bytes.size());
        if (wanted == null) {
            fail("the range of the blob's bytes cannot be had");
            return;
        }
        headers.append("Content-Length", Long.toString(wanted.end() - wanted.start()));
        headers.append("Content-Type", typeOf(entry));
        headers.append("Content-Range", "bytes " + wanted.start() + "-" + (wanted.end() - 1) + "/" + bytes.size());
        answered(local(206, "Partial Content", headers, bytes.slice(wanted.start(), wanted.end())));
    }

    private static String typeOf(BlobUrlStore.Entry entry) {
        return MimeType.parse(entry.type()) == null ? "" : entry.type();
    }

    private FetchResponse local(int status, String text, HeaderList headers, BlobBytes bytes) {
        ResponseBody body = request.method.equals("HEAD") ? null : ResponseBody.of(bytes);
        return new FetchResponse(Type.DEFAULT, request.urls(), status, text, headers, body);
    }

    // ---- HTTP

    /** Asks the server first where it has to be asked, and has not allowed it of late. */
    private void corsFetch(boolean asksFirst) {
        if (asksFirst && !context.preflights().allows(request, origin())) {
            preflight();
        } else {
            actualFetch();
        }
    }

    /** Whom a server is told to be asked by: https://fetch.spec.whatwg.org/#serializing-a-request-origin */
    private String origin() {
        return originTainted ? "null" : context.origin();
    }

    /** https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 */
    private void preflight() {
        FetchRequest asking = new FetchRequest(request.currentUrl());
        asking.method = "OPTIONS";
        asking.referrer = request.referrer;
        asking.referrerPolicy = request.referrerPolicy;
        asking.mode = Mode.CORS;
        asking.credentials = FetchRequest.Credentials.OMIT;
        asking.headers.append("Accept", "*/*");
        asking.headers.append("Access-Control-Request-Method", request.method);
        List<String> names = HeaderRules.corsUnsafeNames(request.headers);
        if (!names.isEmpty()) {
            asking.headers.append("Access-Control-Request-Headers", String.join(",", names));
        }
        send(asking, Type.CORS, this::preflightAnswered);
    }

    private void preflightAnswered(FetchResponse answer) {
        String wrong = CorsProtocol.check(request, origin(), answer.headers());
        if (wrong == null) {
            wrong = CorsProtocol.checkPreflight(request, answer.status(), answer.headers());
        }
        if (wrong == null) {
            leaveNetwork();
            context.preflights().remember(request, origin(), answer.headers());
            actualFetch();
        } else {
            fail(wrong);
        }
    }

    private void actualFetch() {
        send(request, tainting, this::networkAnswered);
    }

    private void send(FetchRequest asked, Type as, Consumer<FetchResponse> answered) {
        HttpFetch step = new HttpFetch(context, asked, new HttpFetch.Caller() {
            @Override
            public void answered(FetchResponse answer) {
                if (!over) {
                    guarded(() -> answered.accept(answer));
                }
            }

            @Override
            public void failed(String reason) {
                fail(reason);
            }
        });
        network = step; // before a script can cancel it that gives the body
        step.start(as, origin());
    }

    /** Another request follows the one that was answered. */
    private void leaveNetwork() {
        if (network != null) {
            network.leave();
        }
    }

    private void networkAnswered(FetchResponse answer) {
        if (tainting == Type.CORS) {
            String wrong = CorsProtocol.check(request, origin(), answer.headers());
            if (wrong != null) {
                context.preflights().forget(request, origin());
                fail(wrong);
                return;
            }
        }
        if (asksWhoAsks(answer)) {
            if (request.body != null && !request.body.isRepeatable()) {
                fail("the server asks who asks, and the body cannot be sent again");
                return;
            }
            if (canSayWhoAsks()) {
                leaveNetwork();
                request.authenticates = true;
                actualFetch();
                return;
            }
        }
        if (!FetchResponse.isRedirect(answer.status())) {
            answered(answer);
            return;
        }
        switch (request.redirect) {
            case ERROR -> fail("the server redirects, which the request forbids");
            case MANUAL -> {
                over = true;
                caller.responded(answer.opaque(Type.OPAQUEREDIRECT));
            }
            case FOLLOW -> redirectFetch(answer);
        }
    }

    private boolean asksWhoAsks(FetchResponse answer) {
        return answer.status() == 401
                && (request.credentials == FetchRequest.Credentials.INCLUDE
                        ? tainting != Type.CORS
                        : request.credentials == FetchRequest.Credentials.SAME_ORIGIN && tainting == Type.BASIC);
    }

    /** Whether the URL says it, and the server was not told before. */
    private boolean canSayWhoAsks() {
        return tainting == Type.BASIC
                && request.urlCredentials
                && !request.authenticates
                && request.currentUrl().includesCredentials()
                && !request.headers.contains("Authorization");
    }

    /** https://fetch.spec.whatwg.org/#concept-http-redirect-fetch */
    private void redirectFetch(FetchResponse answer) {
        String location = answer.headers().get("Location");
        if (location == null) {
            answered(answer);
            return;
        }
        UrlRecord current = request.currentUrl();
        UrlRecord url = locationUrl(location, current);
        String wrong = url == null ? "the server redirects to a malformed URL" : refusal(answer.status(), current, url);
        if (url == null || wrong != null) {
            fail(String.valueOf(wrong));
            return;
        }
        leaveNetwork();
        redirects++;
        if (tainting != Type.BASIC && !Origins.isSame(current, url)) {
            originTainted |= !Origins.isSame(context.origin(), current);
        }
        adapt(answer.status());
        if (!Origins.isSame(current, url)) {
            request.headers.delete("Authorization");
        }
        String policy = Referrers.policyOf(answer.headers());
        if (policy != null) {
            request.referrerPolicy = policy;
        }
        request.redirectTo(url);
        mainFetch();
    }

    /** The bytes of the field stay what they are, UTF-8 or not, and a fragment is handed on. */
    private static @Nullable UrlRecord locationUrl(String location, UrlRecord current) {
        StringBuilder escaped = new StringBuilder(location.length());
        for (char c : location.toCharArray()) {
            escaped.append(c < 0x80 ? Character.toString(c) : "%%%02X".formatted((int) c));
        }
        UrlRecord url = UrlRecord.parse(escaped.toString(), current);
        if (url != null && url.fragment() == null && current.fragment() != null) {
            url.setHash(String.valueOf(current.fragment()));
        }
        return url;
    }

    private @Nullable String refusal(int status, UrlRecord current, UrlRecord url) {
        if (!isHttp(url)) {
            return "the server redirects to the scheme " + url.scheme() + ":";
        }
        if (redirects == MAX_REDIRECTS) {
            return "the server redirects more than " + MAX_REDIRECTS + " times";
        }
        if (url.includesCredentials()
                && (tainting == Type.CORS || (request.mode == Mode.CORS && !Origins.isSame(context.origin(), url)))) {
            return "the server redirects to a URL with credentials";
        }
        if (status != 303 && request.body != null && !request.body.isRepeatable()) {
            return "the server redirects, and the body cannot be sent again";
        }
        return null;
    }

    /** A POST becomes a GET as the status says. */
    private void adapt(int status) {
        boolean becomesGet = status == 303
                ? !Set.of("GET", "HEAD").contains(request.method)
                : status <= 302 && request.method.equals("POST");
        if (becomesGet) {
            request.method = "GET";
            request.body = null;
            OF_BODY.forEach(request.headers::delete);
        }
    }

    // ---- the end

    private void answered(FetchResponse answer) {
        FetchResponse shown = switch (tainting) {
            case CORS -> answer.cors(request.credentials == FetchRequest.Credentials.INCLUDE);
            case OPAQUE -> answer.opaque(Type.OPAQUE);
            default -> answer.basic();
        };
        if (request.integrity.isEmpty()) {
            respond(shown);
            return;
        }
        Integrity required = Integrity.parse(request.integrity);
        if (tainting == Type.OPAQUE) {
            fail("the integrity of what a script may not see cannot be checked");
        } else if (required.isEmpty() || shown.body() == null) {
            respond(shown);
        } else {
            required.check(shown.body(), checked -> {
                if (checked == null) {
                    fail("the body does not have the integrity that was asked for");
                } else {
                    respond(shown.withBody(checked));
                }
            });
        }
    }

    private void respond(FetchResponse response) {
        if (!over) {
            over = true;
            caller.responded(response);
        }
    }

    private void fail(String reason) {
        if (!over) {
            over = true;
            if (network != null) {
                network.cancel();
            }
            caller.failed(reason);
        }
    }
}
