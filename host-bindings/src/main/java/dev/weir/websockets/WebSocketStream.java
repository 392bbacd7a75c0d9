package dev.weir.websockets;

import dev.weir.abort.AbortSignal;
import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.websockets.WebSocketError.CloseInfo;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * A WebSocket whose messages are chunks of two streams.
 *
 * @see <a href="https://github.com/whatwg/websockets/pull/48">WebSockets, WebSocketStream</a>
 */
public final class WebSocketStream extends PlatformObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            dictionary WebSocketStreamOptions {
              sequence<USVString> protocols;
              AbortSignal signal;
            };
            [Exposed=(Window,Worker)]
            interface WebSocketStream {
              constructor(USVString url, optional WebSocketStreamOptions options = {});
              readonly attribute USVString url;
              readonly attribute Promise<any> opened;
              readonly attribute Promise<any> closed;
              undefined close(optional WebSocketCloseInfo closeInfo = {});
            };
            """)
            .statics("WebSocketStream", Statics::new)
            .script(WebSocketStream.class, "websockets.js");

    private final String url;
    private final WebSocketStreamConnection connection;

    private WebSocketStream(Realm realm, String url, WebSocketStreamConnection connection) {
        super(realm);
        this.url = url;
        this.connection = connection;
    }

    @Override
    public String interfaceName() {
        return "WebSocketStream";
    }

    @Export
    public String url() {
        return url;
    }

    @Export
    public Value opened() {
        return connection.opened.value();
    }

    @Export
    public Value closed() {
        return connection.closed.value();
    }

    @Export
    public void close(Value closeInfo) {
        connection.close(CloseInfo.of(closeInfo));
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public WebSocketStream construct(String url, Value options) {
            Opening opening = Opening.prepare(realm, "WebSocketStream", url, options.getMember("protocols"));
            Value signalValue = options.getMember("signal");
            AbortSignal signal = signalValue == null ? null : signalValue.asHostObject();
            WebSocketStreamConnection connection =
                    new WebSocketStreamConnection(realm, opening.url().forMessages());
            connection.start(opening, signal);
            return new WebSocketStream(realm, opening.url().href(), connection);
        }
    }
}
