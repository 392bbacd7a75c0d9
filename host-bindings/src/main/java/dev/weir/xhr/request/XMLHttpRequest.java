package dev.weir.xhr.request;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.fetch.BodyInit;
import dev.weir.fetch.Fetch;
import dev.weir.fetch.FetchEnvironment;
import dev.weir.fetch.FetchRequest;
import dev.weir.fetch.FetchResponse;
import dev.weir.fetch.Fetching;
import dev.weir.fetch.HeaderList;
import dev.weir.fetch.HeaderRules;
import dev.weir.fetch.ResponseBody;
import dev.weir.fetch.transport.HttpField;
import dev.weir.fileapi.BlobBytes;
import dev.weir.host.TaskLoop;
import dev.weir.html.Window;
import dev.weir.html.WindowOrWorkerGlobalScope;
import dev.weir.infra.Ascii;
import dev.weir.mimesniff.MimeType;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A request, told of by events.
 *
 * @see <a href="https://xhr.spec.whatwg.org/#interface-xmlhttprequest">XMLHttpRequest, XMLHttpRequest</a>
 */
public final class XMLHttpRequest extends XMLHttpRequestEventTarget {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            enum XMLHttpRequestResponseType { "", "arraybuffer", "blob", "document", "json", "text" };
            [Exposed=(Window,DedicatedWorker,SharedWorker)]
            interface XMLHttpRequest : XMLHttpRequestEventTarget {
              constructor();
              attribute EventHandler onreadystatechange;
              const unsigned short UNSENT = 0;
              const unsigned short OPENED = 1;
              const unsigned short HEADERS_RECEIVED = 2;
              const unsigned short LOADING = 3;
              const unsigned short DONE = 4;
              readonly attribute unsigned short readyState;
              undefined open(ByteString method, USVString url);
              undefined open(ByteString method, USVString url, boolean async, optional USVString? username = null,
                             optional USVString? password = null);
              undefined setRequestHeader(ByteString name, ByteString value);
              attribute unsigned long timeout;
              attribute boolean withCredentials;
              [SameObject] readonly attribute XMLHttpRequestUpload upload;
              undefined send(optional (Document or XMLHttpRequestBodyInit)? body = null);
              undefined abort();
              readonly attribute USVString responseURL;
              readonly attribute unsigned short status;
              readonly attribute ByteString statusText;
              ByteString? getResponseHeader(ByteString name);
              ByteString getAllResponseHeaders();
              undefined overrideMimeType(DOMString mime);
              attribute XMLHttpRequestResponseType responseType;
              readonly attribute any response;
              readonly attribute USVString responseText;
              [Exposed=Window] readonly attribute Document? responseXML;
            };
            """).statics("XMLHttpRequest", Statics::new);

    private static final int UNSENT = 0;
    private static final int OPENED = 1;
    private static final int HEADERS_RECEIVED = 2;
    private static final int LOADING = 3;
    private static final int DONE = 4;

    private static final long PROGRESS_NANOS = 50_000_000;
    private static final MimeType XML = new MimeType("text", "xml", Map.of());
    private static final MimeType BYTES = new MimeType("application", "octet-stream", Map.of());

    private final Upload upload;
    private int state = UNSENT;
    private boolean sent;
    private boolean synchronous;
    private String method = "GET";
    private @Nullable UrlRecord url;
    private HeaderList authorHeaders = new HeaderList();
    private long timeout;
    private boolean withCredentials;
    private String responseType = "";
    private @Nullable MimeType overriding;

    /** Null stands for a network error. */
    private @Nullable FetchResponse response;

    private ReceivedData received;
    private boolean uploadComplete;
    private boolean uploadListened;
    private long startNanos;
    private TaskLoop.@Nullable Scheduled timer;
    private @Nullable Transfer transfer;

    private XMLHttpRequest(Realm realm) {
        super(realm);
        upload = new Upload(realm);
        received = new ReceivedData(realm);
    }

    @Override
    public String interfaceName() {
        return "XMLHttpRequest";
    }

    private static WebException error(String name, String message) {
        return WebException.dom(name, "XMLHttpRequest." + message);
    }

    // ---- what is asked for

    @Export
    public void open(String method, String url) {
        open(method, url, true, null, null);
    }

    @Export
    public void open(String method, String url, boolean async, @Nullable String username, @Nullable String password) {
        if (!HeaderRules.isName(method)) {
            throw error("SyntaxError", "open: '" + method + "' is no method");
        }
        if (HeaderRules.isForbiddenMethod(method)) {
            throw error("SecurityError", "open: the method " + method + " is not for scripts");
        }
        UrlRecord parsed = realm.service(FetchEnvironment.class).baseUrl().resolveToRecord(url);
        if (parsed == null) {
            throw error("SyntaxError", "open: '" + url + "' is no URL");
        }
        if (parsed.hostRecord() != null) {
            if (username != null) {
                parsed.setUsername(username);
            }
            if (password != null) {
                parsed.setPassword(password);
            }
        }
        if (!async && isInWindow() && (timeout != 0 || !responseType.isEmpty())) {
            throw error(
                    "InvalidAccessError", "open: a window's synchronous request has no timeout and no response type");
        }
        endTransfer();
        sent = false;
        uploadListened = false;
        this.method = HeaderRules.normalizedMethod(method);
        this.url = parsed;
        synchronous = !async;
        authorHeaders = new HeaderList();
        forgetResponse();
        if (state != OPENED) {
            changeState(OPENED);
        }
    }

    /** Workers may wait as long as they like, windows not. */
    private boolean isInWindow() {
        return realm.service(WindowOrWorkerGlobalScope.class) instanceof Window;
    }

    private void requireNotSent(String operation) {
        if (state != OPENED || sent) {
            throw error("InvalidStateError", operation + ": the request is not open, or was sent already");
        }
    }

    @Export
    public void setRequestHeader(String name, String value) {
        requireNotSent("setRequestHeader");
        String normalized = HeaderRules.normalized(value);
        if (!HeaderRules.isName(name) || !HeaderRules.isValue(normalized)) {
            throw error("SyntaxError", "setRequestHeader: '" + name + "' cannot be sent with this value");
        }
        if (HeaderRules.isForbiddenInRequest(name, normalized)) {
            return;
        }
        String present = authorHeaders.get(name);
        authorHeaders.set(name, present == null ? normalized : present + ", " + normalized);
    }

    @Export
    public double timeout() {
        return timeout;
    }

    @Export
    public void setTimeout(long milliseconds) {
        if (synchronous && isInWindow()) {
            throw error("InvalidAccessError", "timeout: a window's synchronous request has none");
        }
        timeout = milliseconds;
        if (transfer != null) {
            startTimer();
        }
    }

    @Export
    public boolean withCredentials() {
        return withCredentials;
    }

    @Export
    public void setWithCredentials(boolean wanted) {
        if ((state != UNSENT && state != OPENED) || sent) {
            throw error("InvalidStateError", "withCredentials: the request was sent already");
        }
        withCredentials = wanted;
    }

    @Export
    public Upload upload() {
        return upload;
    }

    // ---- sending

    /** https://xhr.spec.whatwg.org/#the-send()-method */
    @Export
    public void send(@Nullable Value body) {
        requireNotSent("send");
        BodyInit init = null;
        if (body != null && !body.isNull() && !Set.of("GET", "HEAD").contains(method)) {
            init = BodyInit.extract(realm, body);
            setContentType(init, body.isString());
        }
        BlobBytes bytes = init == null ? null : init.bytes();
        uploadListened = upload.isListenedTo();
        FetchRequest request = request(bytes);
        uploadComplete = bytes == null;
        sent = true;
        startNanos = realm.loop().nanoTime();
        if (synchronous) {
            finish(SynchronousFetch.run(realm, request, timeout));
            return;
        }
        long length = bytes == null ? 0 : bytes.size();
        fireProgress("loadstart", 0, 0);
        if (!uploadComplete && uploadListened) {
            upload.fireProgress("loadstart", 0, length);
        }
        if (state == OPENED && sent) {
            Transfer begun = new Transfer(length);
            transfer = begun;
            startTimer();
            begun.start(request);
        }
    }

    private FetchRequest request(@Nullable BlobBytes bytes) {
        FetchRequest request = new FetchRequest(Objects.requireNonNull(url));
        request.method = method;
        request.headers = authorHeaders.copy();
        request.body = bytes == null ? null : FetchRequest.Upload.of(bytes);
        request.mode = FetchRequest.Mode.CORS;
        request.credentials = withCredentials ? FetchRequest.Credentials.INCLUDE : FetchRequest.Credentials.SAME_ORIGIN;
        request.unsafe = true;
        request.forcesPreflight = uploadListened;
        request.urlCredentials = true;
        return request;
    }

    /** Text is always sent as UTF-8, and says so. */
    private void setContentType(BodyInit init, boolean isText) {
        String given = authorHeaders.get("Content-Type");
        if (given == null) {
            if (init.type() != null) {
                authorHeaders.set("Content-Type", init.type());
            }
            return;
        }
        MimeType type = isText ? MimeType.parse(given) : null;
        String charset = type == null ? null : type.parameters().get("charset");
        if (type != null && charset != null && !charset.equalsIgnoreCase("utf-8")) {
            authorHeaders.set(
                    "Content-Type", type.withParameter("charset", "UTF-8").serialize());
        }
    }

    private void startTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (timeout > 0) {
            long passed = realm.loop().nanoTime() - startNanos;
            timer = realm.loop().schedule(this::timedOut, timeout * 1_000_000 - passed);
        }
    }

    private void timedOut() {
        if (transfer != null) {
            fail("timeout");
        }
    }

    /** Nothing of what goes on is of interest any more. */
    private void endTransfer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (transfer != null) {
            transfer.end();
        }
    }

    private void forgetResponse() {
        response = null;
        received = new ReceivedData(realm);
    }

    private void changeState(int next) {
        state = next;
        fire(Event.simple(realm, "readystatechange"));
    }

    /** https://xhr.spec.whatwg.org/#request-error-steps */
    private void fail(String event) {
        endTransfer();
        sent = false;
        forgetResponse();
        changeState(DONE);
        if (!uploadComplete) {
            uploadComplete = true;
            if (uploadListened) {
                upload.fireProgress(event, 0, 0);
                upload.fireProgress("loadend", 0, 0);
            }
        }
        fireProgress(event, 0, 0);
        fireProgress("loadend", 0, 0);
    }

    /** The rest of a synchronous request. */
    private void finish(SynchronousFetch.Result result) {
        if (result.response() == null) {
            sent = false;
            forgetResponse();
            state = DONE;
            throw result.timedOut()
                    ? error("TimeoutError", "send: there was no answer in time")
                    : error("NetworkError", "send: the network failed, or refused");
        }
        response = result.response();
        received.add(result.body());
        end(result.body().size());
    }

    private void end(long total) {
        sent = false;
        long loaded = received.size();
        changeState(DONE);
        if (state == DONE && !sent) {
            fireProgress("load", loaded, total);
            fireProgress("loadend", loaded, total);
        }
    }

    @Export
    public void abort() {
        endTransfer();
        if ((state == OPENED && sent) || state == HEADERS_RECEIVED || state == LOADING) {
            fail("abort");
        }
        if (state == DONE) {
            state = UNSENT;
            forgetResponse();
        }
    }

    /** One request on its way; what it tells once it has ended is not heard. */
    private final class Transfer implements Fetch.Caller, ResponseBody.Reader {
        private final long uploadSize;
        private long uploaded;
        private long lastUploadProgress;
        private long lastProgress;
        private long total;
        private @Nullable Fetch fetch;
        private boolean over;

        Transfer(long uploadSize) {
            this.uploadSize = uploadSize;
        }

        void start(FetchRequest request) {
            if (request.body != null) {
                request.body = new WatchedUpload(request.body, this::bytesSent, this::allSent);
            }
            realm.loop().retain();
            fetch = Fetching.of(realm).start(request, this);
        }

        void end() {
            if (!over) {
                over = true;
                transfer = null;
                realm.loop().release();
                if (fetch != null) {
                    fetch.cancel();
                }
            }
        }

        private void bytesSent(int count) {
            uploaded += count;
            long now = realm.loop().nanoTime();
            if (!over && uploadListened && now - lastUploadProgress >= PROGRESS_NANOS) {
                lastUploadProgress = now;
                upload.fireProgress("progress", uploaded, uploadSize);
            }
        }

        private void allSent() {
            if (over || uploadComplete) {
                return;
            }
            uploadComplete = true;
            if (uploadListened) {
                upload.fireProgress("progress", uploaded, uploadSize);
                upload.fireProgress("load", uploaded, uploadSize);
                upload.fireProgress("loadend", uploaded, uploadSize);
            }
        }

        @Override
        public void responded(FetchResponse answer) {
            if (over) {
                return;
            }
            allSent();
            if (over) {
                return;
            }
            response = answer;
            changeState(HEADERS_RECEIVED);
            if (over || state != HEADERS_RECEIVED) {
                return;
            }
            String length = answer.headers().get("Content-Length");
            total = length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
            ResponseBody body = answer.body();
            if (body == null) {
                onEnd();
            } else {
                body.readBy(this);
            }
        }

        @Override
        public void failed(String reason) {
            if (!over) {
                Fetching.of(realm).printFailure(Objects.requireNonNull(url), reason);
                XMLHttpRequest.this.fail("error");
            }
        }

        @Override
        public void onChunk(ByteBuffer bytes) {
            if (over) {
                return;
            }
            received.add(bytes);
            long now = realm.loop().nanoTime();
            if (now - lastProgress < PROGRESS_NANOS) {
                return;
            }
            lastProgress = now;
            state = LOADING;
            fire(Event.simple(realm, "readystatechange"));
            if (!over) {
                fireProgress("progress", received.size(), total);
            }
        }

        @Override
        public void onEnd() {
            if (over) {
                return;
            }
            fireProgress("progress", received.size(), total);
            if (!over) {
                endTransfer();
                XMLHttpRequest.this.end(total);
            }
        }

        @Override
        public void onFailed(String reason) {
            failed(reason);
        }
    }

    // ---- what came

    @Export
    public int readyState() {
        return state;
    }

    @Export
    public String responseURL() {
        return response == null || response.urls().isEmpty()
                ? ""
                : response.urls().getLast().hrefWithoutFragment();
    }

    @Export
    public int status() {
        return response == null ? 0 : response.status();
    }

    @Export
    public String statusText() {
        return response == null ? "" : response.statusText();
    }

    @Export
    public @Nullable String getResponseHeader(String name) {
        return response == null ? null : response.headers().get(name);
    }

    /** Sorted as if in upper case, by legacy. */
    @Export
    public String getAllResponseHeaders() {
        List<HttpField> fields =
                response == null ? List.of() : response.headers().sortedAndCombined();
        return fields.stream()
                .sorted(Comparator.comparing(field -> Ascii.uppercase(field.name())))
                .map(field -> field.name() + ": " + field.value() + "\r\n")
                .collect(Collectors.joining());
    }

    @Export
    public void overrideMimeType(String mime) {
        requireNotLoading("overrideMimeType");
        MimeType parsed = MimeType.parse(mime);
        overriding = parsed == null ? BYTES : parsed;
    }

    private void requireNotLoading(String operation) {
        if (state == LOADING || state == DONE) {
            throw error("InvalidStateError", operation + ": the response is there already");
        }
    }

    @Export
    public String responseType() {
        return responseType;
    }

    @Export
    public void setResponseType(String type) {
        if (type.equals("document")) {
            if (isInWindow()) {
                throw error("NotSupportedError", "responseType: documents are not parsed");
            }
            return;
        }
        requireNotLoading("responseType");
        if (synchronous && isInWindow()) {
            throw error("InvalidAccessError", "responseType: a window's synchronous request has none");
        }
        responseType = type;
    }

    /** https://xhr.spec.whatwg.org/#response-mime-type */
    private MimeType responseMimeType() {
        MimeType type = response == null ? null : response.headers().mimeType();
        return type == null ? XML : type;
    }

    /** https://xhr.spec.whatwg.org/#final-mime-type */
    private MimeType finalMimeType() {
        return overriding == null ? responseMimeType() : overriding;
    }

    /** A String, a Value, or null. */
    @Export
    public @Nullable Object response() {
        if (responseType.isEmpty() || responseType.equals("text")) {
            return state == LOADING || state == DONE ? text() : "";
        }
        return state == DONE && response != null ? received.object(responseType, finalMimeType()) : null;
    }

    private String text() {
        MimeType type = overriding;
        boolean saysCharset = type != null && type.parameters().containsKey("charset");
        return received.text(saysCharset ? type : responseMimeType());
    }

    @Export
    public String responseText() {
        if (!responseType.isEmpty() && !responseType.equals("text")) {
            throw error("InvalidStateError", "responseText: the response type is " + responseType);
        }
        return state == LOADING || state == DONE ? text() : "";
    }

    /** Always null: documents are not parsed. */
    @Export
    public @Nullable Object responseXML() {
        if (!responseType.isEmpty()) {
            throw error("InvalidStateError", "responseXML: the response type is " + responseType);
        }
        return null;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public XMLHttpRequest construct() {
            return new XMLHttpRequest(realm);
        }
    }
}
