package dev.weir.fetch;

import dev.weir.fetch.FetchRequest.Credentials;
import dev.weir.fetch.FetchRequest.Mode;
import dev.weir.fetch.FetchRequest.Upload;
import dev.weir.fetch.FetchResponse.Type;
import dev.weir.fetch.transport.HttpExchange;
import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpListener;
import dev.weir.fetch.transport.HttpRequest;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.WebException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to a server and its answer: the fields that scripts do not write, the body either way.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-network-or-cache-fetch">Fetch, HTTP-network-or-cache fetch</a>
 */
final class HttpFetch implements HttpListener {

    /** Who waits for the answer. */
    interface Caller {
        /** The answer, none of whose fields is hidden. */
        void answered(FetchResponse answer);

        void failed(String reason);
    }

    private final FetchContext context;
    private final FetchRequest request;
    private final Caller caller;
    /** What sends the request's body; null once that is sent, or not wanted any more. */
    private @Nullable Upload upload;

    private @Nullable HttpExchange exchange;
    private @Nullable NetworkBody body;
    private Runnable room = () -> {};
    private boolean over;

    HttpFetch(FetchContext context, FetchRequest request, Caller caller) {
        this.context = context;
        this.request = request;
        this.caller = caller;
        upload = request.body;
    }

    /**
     * Begins, which may run a script that gives the body, and cancels this.
     *
     * @param origin that the server is told, where it is told one
     */
    void start(Type tainting, String origin) {
        if (request.cache.equals("only-if-cached")) {
            context.loop().execute(() -> onFailed("there is no cache that the response could be in"));
        } else {
            send(tainting, origin);
        }
    }

    private void send(Type tainting, String origin) {
        UrlRecord url = request.currentUrl();
        boolean credentials = request.credentials == Credentials.INCLUDE
                || (request.credentials == Credentials.SAME_ORIGIN && tainting == Type.BASIC);
        String host = url.hostname();
        String query = url.query();
        Upload sent = upload;
        exchange = context.transport()
                .start(
                        new HttpRequest(
                                url.scheme(),
                                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                                url.effectivePort(),
                                request.method,
                                query == null ? url.pathname() : url.pathname() + "?" + query,
                                fields(tainting, origin, credentials),
                                bodyLength(sent),
                                credentials ? context.origin() : null),
                        this);
        if (sent != null) {
            sent.sendTo(new Sink());
        } else if (bodyLength(null) == 0) {
            exchange.endBody();
        }
    }

    /** Without a body, methods that usually have one say that it is empty. */
    private long bodyLength(@Nullable Upload sent) {
        if (sent != null) {
            return sent.length();
        }
        return Set.of("POST", "PUT").contains(request.method) ? 0 : HttpRequest.NO_BODY;
    }

    private List<HttpField> fields(Type tainting, String origin, boolean credentials) {
        HeaderList fields = request.headers.combined();
        if (!request.referrer.equals(FetchRequest.NO_REFERRER)) {
            fields.append("Referer", request.referrer);
        }
        if (tainting == Type.CORS) {
            fields.append("Origin", origin);
        } else if (!Set.of("GET", "HEAD").contains(request.method)) {
            fields.append("Origin", originOfPlainRequest(origin));
        }
        fields.appendIfMissing("User-Agent", context.userAgent());
        String cache = request.cache;
        if (cache.equals("default") && hasConditions(fields)) {
            cache = "no-store";
        }
        if (cache.equals("no-cache")) {
            fields.appendIfMissing("Cache-Control", "max-age=0");
        } else if ((cache.equals("no-store") && !hasConditions(fields)) || cache.equals("reload")) {
            fields.appendIfMissing("Pragma", "no-cache");
            fields.appendIfMissing("Cache-Control", "no-cache");
        }
        fields.append("Accept-Encoding", fields.contains("Range") ? "identity" : ContentDecoding.ACCEPTED);
        UrlRecord url = request.currentUrl();
        if (request.authenticates && credentials) {
            byte[] pair = UrlRecord.percentDecode(url.username() + ":" + url.password());
            fields.appendIfMissing(
                    "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return fields.fields();
    }

    private static boolean hasConditions(HeaderList fields) {
        return List.of("If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "If-Match", "If-Range").stream()
                .anyMatch(fields::contains);
    }

    /** https://fetch.spec.whatwg.org/#append-a-request-origin-header */
    private String originOfPlainRequest(String origin) {
        UrlRecord url = request.currentUrl();
        boolean hidden = request.mode != Mode.CORS
                && switch (request.referrerPolicy) {
                    case "no-referrer" -> true;
                    case "no-referrer-when-downgrade", "strict-origin", "strict-origin-when-cross-origin" ->
                        origin.startsWith("https:") && !url.scheme().equals("https");
                    case "same-origin" -> !Origins.isSame(origin, url);
                    default -> false;
                };
        return hidden ? "null" : origin;
    }

    /** Nothing more is wanted: of the answer, or of its body. */
    void cancel() {
        over = true;
        if (exchange != null) {
            exchange.cancel();
        }
        if (body != null) {
            body.drop();
        }
        stopSending();
    }

    /** Another request takes the place of this one, whose answer is known, and may send the same body from the start. */
    void leave() {
        if (upload == null) {
            ResponseBody.discard(body);
        } else {
            cancel(); // the connection would have to take the rest first
        }
    }

    private void stopSending() {
        Upload sent = upload;
        upload = null;
        if (sent != null) {
            sent.cancel();
        }
    }

    // ---- what is sent

    private final class Sink implements Upload.Sink {
        private HttpExchange target() {
            return Objects.requireNonNull(exchange);
        }

        @Override
        public boolean write(ByteBuffer bytes) {
            return over || target().write(bytes);
        }

        @Override
        public void onRoom(Runnable continuation) {
            room = continuation;
        }

        @Override
        public void end() {
            upload = null;
            if (!over) {
                target().endBody();
            }
        }

        @Override
        public void fail(String reason) {
            if (!over) {
                target().cancel();
                onFailed(reason);
            }
        }
    }

    @Override
    public void onWritable() {
        room.run();
    }

    // ---- what comes

    @Override
    public void onHead(int status, String statusText, List<HttpField> fields) {
        HeaderList headers = new HeaderList(fields);
        boolean hasBody = !FetchResponse.isNullBody(status) && !request.method.equals("HEAD");
        ContentDecoding decoding;
        try {
            decoding = ContentDecoding.of(headers);
        } catch (WebException refused) {
            Objects.requireNonNull(exchange).cancel();
            onFailed(refused.getMessage());
            return;
        }
        NetworkBody made = new NetworkBody(
                context.loop(), Objects.requireNonNull(exchange), this::cancel, context.maxBodySize(), decoding);
        body = made;
        if (!hasBody) {
            ResponseBody.discard(made); // which is more than there should be
        }
        caller.answered(
                new FetchResponse(Type.DEFAULT, request.urls(), status, statusText, headers, hasBody ? made : null));
    }

    @Override
    public void onBody(ByteBuffer bytes) {
        if (body != null) {
            body.arrived(bytes);
        }
    }

    @Override
    public void onEnd() {
        over = true;
        stopSending();
        if (body != null) {
            body.ended();
        }
    }

    @Override
    public void onFailed(String reason) {
        if (over) {
            return;
        }
        over = true;
        stopSending();
        if (body != null) {
            body.failed(reason);
        } else {
            caller.failed(reason);
        }
    }
}
