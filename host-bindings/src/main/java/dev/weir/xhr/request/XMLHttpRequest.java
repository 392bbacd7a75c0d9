package dev.weir.xhr.request;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.dom.Document;
import dev.weir.encoding.codec.Encoding;
import dev.weir.events.Event;
import dev.weir.fetch.FetchEnvironment;
import dev.weir.fetch.FetchRequest;
import dev.weir.fetch.FetchResponse;
import dev.weir.fetch.Fetching;
import dev.weir.fetch.HeaderList;
import dev.weir.fetch.HeaderRules;
import dev.weir.fetch.transport.HttpField;
import dev.weir.fileapi.BlobBytes;
import dev.weir.fileapi.BlobUrlStore;
import dev.weir.html.Window;
import dev.weir.html.WindowOrWorkerGlobalScope;
import dev.weir.infra.Ascii;
import dev.weir.infra.HttpSyntax;
import dev.weir.mimesniff.MimeType;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
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
    static final int HEADERS_RECEIVED = 2;
    static final int LOADING = 3;
    private static final int DONE = 4;

    private static final MimeType XML = new MimeType("text", "xml", Map.of());
    private static final MimeType BYTES = new MimeType("application", "octet-stream", Map.of());

    final Upload upload;
    int state = UNSENT;
    private boolean sent;
    private boolean synchronous;
    private String method = "GET";

    @Nullable
    UrlRecord url;
    /** What the URL stood for, if it is one of a blob. */
    private BlobUrlStore.@Nullable Entry blob;

    private HeaderList authorHeaders = new HeaderList();
    /** In milliseconds; 0 for none. */
    long timeout;

    private boolean withCredentials;
    private String responseType = "";
    private @Nullable MimeType overriding;

    /** Null stands for a network error. */
    @Nullable
    FetchResponse response;

    ReceivedData received;
    boolean uploadComplete;
    boolean uploadListened;

    @Nullable
    Transfer transfer;

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
        if (realm.global() instanceof Window window && window.closed()) {
            throw error("InvalidStateError", "open: the frame shows this page no longer");
        }
        if (!HttpSyntax.isToken(method)) {
            throw error("SyntaxError", "open: '" + method + "' is no method");
        }
        if (HeaderRules.isForbiddenMethod(method)) {
            throw error("SecurityError", "open: the method " + method + " is not for scripts");
        }
        UrlRecord parsed = resolve(url);
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
        blob = Fetching.blobOf(realm, parsed);
        synchronous = !async;
        authorHeaders = new HeaderList();
        forgetResponse();
        if (state != OPENED) {
            changeState(OPENED);
        }
    }

    /** https://html.spec.whatwg.org/#encoding-parsing-a-url */
    private @Nullable UrlRecord resolve(String reference) {
        Document document = realm.serviceIfBound(Document.class);
        return document == null
                ? realm.service(FetchEnvironment.class).baseUrl().resolveToRecord(reference)
                : document.resolveToRecord(reference);
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
        if (!HttpSyntax.isToken(name) || !HeaderRules.isValue(normalized)) {
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
            transfer.timeoutChanged();
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
        BlobBytes bytes = null;
        if (body != null && !body.isNull() && !Set.of("GET", "HEAD").contains(method)) {
            bytes = RequestBody.extract(realm, body, authorHeaders);
        }
        uploadListened = upload.isListenedTo();
        FetchRequest request = request(bytes);
        uploadComplete = bytes == null;
        sent = true;
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
            Transfer begun = new Transfer(this, length);
            transfer = begun;
            begun.start(request);
        }
    }

    private FetchRequest request(@Nullable BlobBytes bytes) {
        FetchRequest request = new FetchRequest(Objects.requireNonNull(url));
        request.blob = blob;
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

    /** Nothing of what goes on is of interest any more. */
    void endTransfer() {
        if (transfer != null) {
            transfer.end();
        }
    }

    private void forgetResponse() {
        response = null;
        received = new ReceivedData(realm);
    }

    void changeState(int next) {
        state = next;
        fire(Event.simple(realm, "readystatechange"));
    }

    /** https://xhr.spec.whatwg.org/#request-error-steps */
    void fail(String event) {
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
            Fetching.of(realm).printFailure(Objects.requireNonNull(url), result.failure());
            throw result.timedOut()
                    ? error("TimeoutError", "send: there was no answer in time")
                    : error("NetworkError", "send: the network failed, or refused");
        }
        response = result.response();
        received.add(result.body());
        end(result.length());
    }

    void end(long total) {
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
        if (type.equals("document") && !isInWindow()) {
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

    /** https://xhr.spec.whatwg.org/#final-encoding */
    private @Nullable Encoding finalEncoding() {
        String label = overriding == null ? null : overriding.parameters().get("charset");
        if (label == null) {
            label = responseMimeType().parameters().get("charset");
        }
        return label == null ? null : Encoding.forLabel(label);
    }

    /** A String, a Value, or null. */
    @Export
    public @Nullable Object response() {
        return switch (responseType) {
            case "", "text" -> text();
            case "document" -> {
                Document document = document();
                yield document == null ? null : document.toValue();
            }
            default -> state == DONE && response != null ? received.object(responseType, finalMimeType()) : null;
        };
    }

    private String text() {
        return state == LOADING || state == DONE
                ? received.text(finalEncoding(), responseType.isEmpty() && ReceivedData.isXml(finalMimeType()))
                : "";
    }

    /** https://xhr.spec.whatwg.org/#document-response, without the documents that are XML. */
    private @Nullable Document document() {
        boolean isWanted =
                responseType.equals("document") && finalMimeType().essence().equals("text/html");
        return state == DONE && response != null && response.body() != null && isWanted
                ? received.document(finalEncoding(), responseURL())
                : null;
    }

    @Export
    public String responseText() {
        if (!responseType.isEmpty() && !responseType.equals("text")) {
            throw error("InvalidStateError", "responseText: the response type is " + responseType);
        }
        return text();
    }

    @Export
    public @Nullable Document responseXML() {
        if (!responseType.isEmpty() && !responseType.equals("document")) {
            throw error("InvalidStateError", "responseXML: the response type is " + responseType);
        }
        return document();
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
