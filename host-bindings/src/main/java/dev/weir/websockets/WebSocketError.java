package dev.weir.websockets;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.DOMException;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * How a connection failed, or how a script wants it closed.
 *
 * @see <a href="https://github.com/whatwg/websockets/pull/48">WebSockets, WebSocketError</a>
 */
public final class WebSocketError extends DOMException {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            dictionary WebSocketCloseInfo {
              [EnforceRange] unsigned short closeCode;
              USVString reason = "";
            };
            [Exposed=(Window,Worker)]
            interface WebSocketError : DOMException {
              constructor(optional DOMString message = "", optional WebSocketCloseInfo init = {});
              readonly attribute unsigned short? closeCode;
              readonly attribute USVString reason;
            };
            """).statics("WebSocketError", Statics::new);

    private static final int MAX_REASON_BYTES = 123;

    private final @Nullable Integer closeCode;
    private final String reason;

    WebSocketError(Realm realm, String message, @Nullable Integer closeCode, String reason) {
        super(realm, message, "WebSocketError");
        this.closeCode = closeCode;
        this.reason = reason;
    }

    @Override
    public String interfaceName() {
        return "WebSocketError";
    }

    @Export
    public @Nullable Integer closeCode() {
        return closeCode;
    }

    @Export
    public String reason() {
        return reason;
    }

    /**
     * A close code and reason that a script may send; a reason without a code gets 1000.
     *
     * @throws WebException InvalidAccessError for another code, SyntaxError for a reason of over 123 bytes
     */
    record CloseInfo(@Nullable Integer code, String reason) {
        static CloseInfo of(Value dictionary) {
            Value member = dictionary.getMember("closeCode");
            return of(
                    member == null ? null : member.asInt(),
                    dictionary.getMember("reason").asString());
        }

        static CloseInfo of(@Nullable Integer code, String reason) {
            if (code != null && code != 1000 && (code < 3000 || code > 4999)) {
                throw WebException.dom(
                        "InvalidAccessError", "the close code must be 1000 or from 3000 to 4999, but is " + code);
            }
            int length = reason.getBytes(StandardCharsets.UTF_8).length;
            if (length > MAX_REASON_BYTES) {
                throw WebException.dom(
                        "SyntaxError",
                        "the reason must be at most " + MAX_REASON_BYTES + " bytes in UTF-8, but has " + length);
            }
            return new CloseInfo(code == null && !reason.isEmpty() ? Integer.valueOf(1000) : code, reason);
        }
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public WebSocketError construct(String message, Value init) {
            CloseInfo info = CloseInfo.of(init);
            return new WebSocketError(realm, message, info.code(), info.reason());
        }
    }
}
