package dev.weir.websockets;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.fileapi.Blob;
import dev.weir.fileapi.BlobBytes;
import dev.weir.messaging.MessageEvent;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import dev.weir.websockets.WebSocketError.CloseInfo;
import dev.weir.websockets.transport.WebSocketClosure;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket whose messages are events.
 *
 * <p>Every event is dispatched in a turn of the loop of its own kind: what the transport delivers together is several
 * tasks after one another, with a microtask checkpoint after each listener. Messages are not held back: a script that is
 * slow is protected by nothing but the loop it blocks.
 *
 * <p>A socket that is connected is never collected as garbage: the standard allows that, where browsers close one that
 * nobody can hear any more. It ends with its realm.
 *
 * @see <a href="https://websockets.spec.whatwg.org/#the-websocket-interface">WebSockets, WebSocket</a>
 */
public final class WebSocket extends EventTarget {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            enum BinaryType { "blob", "arraybuffer" };
            [Exposed=(Window,Worker)]
            interface WebSocket : EventTarget {
              constructor(USVString url, optional (DOMString or sequence<DOMString>) protocols = []);
              readonly attribute USVString url;
              const unsigned short CONNECTING = 0;
              const unsigned short OPEN = 1;
              const unsigned short CLOSING = 2;
              const unsigned short CLOSED = 3;
              readonly attribute unsigned short readyState;
              readonly attribute unsigned long long bufferedAmount;
              attribute EventHandler onopen;
              attribute EventHandler onerror;
              attribute EventHandler onclose;
              readonly attribute DOMString extensions;
              readonly attribute DOMString protocol;
              undefined close(optional [Clamp] unsigned short code, optional USVString reason);
              attribute EventHandler onmessage;
              attribute BinaryType binaryType;
              [Script] undefined send((BufferSource or Blob or USVString) data);
            };
            """).statics("WebSocket", Statics::new).script(WebSocket.class, "websocket.js");

    static final int CONNECTING = 0;
    static final int OPEN = 1;
    static final int CLOSING = 2;
    static final int CLOSED = 3;

    private final String url;
    private final String urlForMessages;
    private final String origin;
    private @Nullable WebSocketConnection connection;
    private int readyState = CONNECTING;
    private String extensions = "";
    private String protocol = "";
    private boolean wantsBlobs = true;
    private boolean closedByScript;

    /** Bytes that were to be sent when nothing could be any more. */
    private long lostBytes;

    private WebSocket(Realm realm, Opening opening) {
        super(realm);
        url = opening.url().href();
        urlForMessages = opening.url().forMessages();
        origin = opening.url().origin();
        realm.loop().retain();
        connection = opening.connect(new Listener());
    }

    private WebSocketConnection connection() {
        return Objects.requireNonNull(connection);
    }

    @Override
    public String interfaceName() {
        return "WebSocket";
    }

    // ---- attributes

    @Export
    public String url() {
        return url;
    }

    @Export
    public int readyState() {
        return readyState;
    }

    /** In bytes; never falls within one task, and is not reset when the connection ends. */
    @Export
    public double bufferedAmount() {
        return (double) connection().bufferedAmount() + lostBytes;
    }

    @Export
    public String extensions() {
        return extensions;
    }

    @Export
    public String protocol() {
        return protocol;
    }

    @Export
    public String binaryType() {
        return wantsBlobs ? "blob" : "arraybuffer";
    }

    @Export
    public void setBinaryType(String type) {
        wantsBlobs = type.equals("blob");
    }

    // ---- methods

    /** https://websockets.spec.whatwg.org/#dom-websocket-close */
    @Export
    public void close(Value code, Value reason) {
        CloseInfo info = CloseInfo.of(code.isNull() ? null : code.asInt(), reason.isNull() ? "" : reason.asString());
        if (readyState >= CLOSING) {
            return;
        }
        readyState = CLOSING;
        closedByScript = true;
        if (info.code() == null) {
            connection().close();
        } else {
            connection().close(info.code(), info.reason());
        }
    }

    /** For the script: sends a text. */
    @Export
    public void sendText(String text) {
        if (mustSend()) {
            connection().sendText(text);
        } else {
            lostBytes += text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /** For the script: sends a part of an ArrayBuffer, which it may change as soon as this returns. */
    @Export
    public void sendBytes(Value buffer, long offset, int length) {
        if (!mustSend()) {
            lostBytes += length;
            return;
        }
        connection().sendBinary(realm.bytesOf(buffer, offset, length));
    }

    /** For the script: sends the bytes of a blob. */
    @Export
    public void sendBlob(Blob blob) {
        if (mustSend()) {
            connection().sendBinary(ByteBuffer.wrap(blob.content().toArray()));
        } else {
            lostBytes += blob.content().size();
        }
    }

    private boolean mustSend() {
        if (readyState == CONNECTING) {
            throw WebException.dom("InvalidStateError", "WebSocket.send: the connection is not open yet");
        }
        return readyState == OPEN;
    }

    // ---- events

    /** Dispatches an event as a task; a listener's own failures are reported by the dispatch. */
    private void dispatch(Event event) {
        try {
            fire(event);
        } catch (PolyglotException e) {
            realm.reportFailure(e);
        }
    }

    private void receive(Value data) {
        dispatch(new MessageEvent(realm, "message", data, origin, null, null));
    }

    /**
     * Tells whoever wrote the script, on the console as browsers do: the script itself must not learn what is wrong, so that
     * it cannot tell a host that is not there from one that does not want it.
     */
    private void printFailure(String failure) {
        realm.service(WebSocketEnvironment.class).printFailure(urlForMessages, failure);
    }

    /** What the transport tells; each call is one task, or one task for each message. */
    private final class Listener implements WebSocketListener {
        private boolean hears() {
            return readyState == OPEN && hasListeners("message");
        }

        @Override
        public void onOpen(String chosenProtocol, String extensionsInUse) {
            readyState = OPEN;
            extensions = extensionsInUse;
            protocol = chosenProtocol;
            dispatch(Event.simple(realm, "open"));
        }

        @Override
        public void onText(String text) {
            if (hears()) {
                receive(realm.context().asValue(text));
            }
        }

        @Override
        public void onBinary(ByteBuffer bytes) {
            if (!hears()) {
                return;
            }
            if (wantsBlobs) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                receive(new Blob(realm, BlobBytes.of(copy), "").toValue());
            } else {
                receive(realm.callFunction("webSocketArrayBuffer", bytes.slice(), bytes.remaining()));
            }
        }

        @Override
        public void onClosing(int code, String reason, int unsentMessages) {
            readyState = CLOSING;
        }

        @Override
        public void onClosed(WebSocketClosure closure) {
            readyState = CLOSED;
            realm.loop().release();
            String failure = closure.failure();
            if (failure != null && !closedByScript) {
                printFailure(failure);
            }
            if (!closure.wasClean()) {
                dispatch(Event.simple(realm, "error"));
            }
            dispatch(new CloseEvent(realm, closure.wasClean(), closure.code(), closure.reason()));
        }
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public WebSocket construct(String url, Value protocols) {
            Value list = protocols.isString() ? realm.array(java.util.List.of(protocols)) : protocols;
            return new WebSocket(realm, Opening.prepare(realm, "WebSocket", url, list));
        }
    }
}
