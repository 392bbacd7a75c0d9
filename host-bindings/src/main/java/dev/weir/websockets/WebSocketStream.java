package dev.weir.websockets;

import dev.weir.abort.AbortSignal;
import dev.weir.bindings.InterfaceDefinition;
import dev.weir.html.DocumentUrl;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import dev.weir.websockets.WebSocketError.CloseInfo;
import dev.weir.websockets.transport.WebSocketRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

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
            WebSocketEnvironment environment = realm.service(WebSocketEnvironment.class);
            DocumentUrl parsed = parse(url, environment.baseUrl());
            List<String> protocols = protocols(options.getMember("protocols"));
            Value signalValue = options.getMember("signal");
            AbortSignal signal = signalValue == null ? null : signalValue.asHostObject();
            WebSocketRequest request = new WebSocketRequest(
                    parsed.protocol().replace(":", ""),
                    parsed.hostname().replace("[", "").replace("]", ""),
                    port(parsed),
                    parsed.pathname() + parsed.search(),
                    protocols,
                    true,
                    originOf(environment.baseUrl()),
                    java.util.Map.of(),
                    null);
            WebSocketStreamConnection connection = new WebSocketStreamConnection(realm, parsed.href());
            connection.start(environment.transport(), request, signal);
            return new WebSocketStream(realm, parsed.href(), connection);
        }

        /** What a server is told of who connects; a page without an origin of its own says {@code null}. */
        private static String originOf(DocumentUrl base) {
            return base.origin();
        }

        private static int port(DocumentUrl url) {
            if (!url.port().isEmpty()) {
                return Integer.parseInt(url.port());
            }
            return url.protocol().equals("wss:") ? 443 : 80;
        }

        /** https://websockets.spec.whatwg.org/#get-a-url-record */
        private static DocumentUrl parse(String url, DocumentUrl base) {
            DocumentUrl parsed = base.resolve(url);
            if (parsed == null) {
                throw WebException.dom("SyntaxError", "WebSocketStream constructor: '" + url + "' is not a valid URL");
            }
            String scheme = parsed.protocol();
            if (scheme.equals("http:") || scheme.equals("https:")) {
                parsed = parsed.resolve(parsed.href().replaceFirst("^http", "ws"));
            }
            if (parsed == null
                    || !(parsed.protocol().equals("ws:") || parsed.protocol().equals("wss:"))) {
                throw WebException.dom(
                        "SyntaxError",
                        "WebSocketStream constructor: the URL's scheme must be ws, wss, http or https, but is '"
                                + scheme.replace(":", "") + "'");
            }
            if (parsed.href().contains("#")) {
                throw WebException.dom(
                        "SyntaxError", "WebSocketStream constructor: the URL must not have a fragment: " + url);
            }
            if (parsed.hostname().isEmpty()) {
                throw WebException.dom("SyntaxError", "WebSocketStream constructor: '" + url + "' is not a valid URL");
            }
            return parsed;
        }

        private static List<String> protocols(@Nullable Value sequence) {
            List<String> protocols = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (long i = 0; sequence != null && i < sequence.getArraySize(); i++) {
                String protocol = sequence.getArrayElement(i).asString();
                if (!isToken(protocol)) {
                    throw WebException.dom(
                            "SyntaxError",
                            "WebSocketStream constructor: '" + protocol + "' is not a valid subprotocol");
                }
                if (!seen.add(protocol.toLowerCase(Locale.ROOT))) {
                    throw WebException.dom(
                            "SyntaxError",
                            "WebSocketStream constructor: subprotocol '" + protocol + "' is given twice");
                }
                protocols.add(protocol);
            }
            return protocols;
        }

        /** https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
        private static boolean isToken(String text) {
            return !text.isEmpty()
                    && text.chars().allMatch(c -> c > 0x20 && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
        }
    }
}
