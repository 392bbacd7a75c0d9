package dev.weir.websockets.netty;

import dev.weir.websockets.transport.WebSocketRequest;
import java.net.CookieHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The client's request, and the rules for the server's answer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.1">RFC 6455, section 4.1</a>
 */
final class OpeningHandshake {
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /**
     * What was agreed on.
     *
     * @param protocol the subprotocol, or the empty string
     * @param extensions the extensions in use as the server wrote them, or the empty string
     * @param deflate how messages are compressed; null when they are not
     */
    record Agreement(
            String protocol, String extensions, @Nullable PerMessageDeflate deflate) {}

    private final WebSocketRequest request;
    private final String key;
    private final boolean offersDeflate;
    private final RequestCookies cookies;
    private final String cookie;

    /**
     * A handshake yet to be begun; asks the handler for cookies now.
     *
     * @param cookies the embedder's handler, or null for none
     * @throws HandshakeException when the handler has none to give for want of something
     */
    OpeningHandshake(WebSocketRequest request, String key, boolean offersDeflate, @Nullable CookieHandler cookies)
            throws HandshakeException {
        this.request = request;
        this.key = key;
        this.offersDeflate = offersDeflate;
        this.cookies = new RequestCookies(cookies, request.secure(), request.authority(), request.resource());
        this.cookie = this.cookies.toSend(this::fieldsByName);
    }

    private Map<String, List<String>> fieldsByName() {
        Map<String, List<String>> headers = new HashMap<>();
        forEachField((name, value) ->
                headers.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value));
        return headers;
    }

    /** The request's bytes. */
    byte[] requestBytes() {
        StringBuilder text = new StringBuilder(512);
        text.append("GET ").append(request.resource()).append(" HTTP/1.1\r\n");
        field(text, "Host", request.authority());
        field(text, "Connection", "Upgrade");
        field(text, "Upgrade", "websocket");
        field(text, "Sec-WebSocket-Key", key);
        fields((name, value) -> field(text, name, value));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1); // cookies may have any byte
    }

    /** The fields that are the same in every version of HTTP. */
    void fields(BiConsumer<String, String> sink) {
        forEachField(sink);
        if (!cookie.isEmpty()) {
            sink.accept("Cookie", cookie);
        }
    }

    private void forEachField(BiConsumer<String, String> sink) {
        sink.accept("Pragma", "no-cache");
        sink.accept("Cache-Control", "no-cache");
        request.headers().forEach(sink);
        String origin = request.origin();
        if (origin != null) {
            sink.accept("Origin", origin);
        }
        sink.accept("Sec-WebSocket-Version", "13");
        if (!request.protocols().isEmpty()) {
            sink.accept("Sec-WebSocket-Protocol", String.join(", ", request.protocols()));
        }
        if (offersDeflate) {
            sink.accept(EXTENSIONS, PerMessageDeflate.OFFER);
        }
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    /** Holds the answer against every rule. */
    Agreement verify(ResponseHead head) throws HandshakeException {
        cookies.keep(head.values("Set-Cookie"));
        requireStatus(head, 101);
        requireUpgradeToWebSocket(head);
        requireConnectionUpgrade(head);
        requireAccept(head);
        return agreement(head);
    }

    /** Holds the answer to an extended CONNECT against the rules that are left there: RFC 8441, section 5. */
    Agreement verifyConnected(ResponseHead head) throws HandshakeException {
        cookies.keep(head.values("Set-Cookie"));
        requireStatus(head, 200);
        return agreement(head);
    }

    private Agreement agreement(ResponseHead head) throws HandshakeException {
        PerMessageDeflate deflate = requireOfferedExtensions(head);
        String extensions = deflate == null ? "" : String.join(", ", head.values(EXTENSIONS));
        return new Agreement(requireOfferedProtocol(head), extensions, deflate);
    }

    /** The value that proves that the server understood the key. */
    static String acceptFor(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }

    private static void requireStatus(ResponseHead head, int status) throws HandshakeException {
        if (head.status() != status) {
            throw new HandshakeException("server answered " + head.describeStatus() + " instead of " + status);
        }
    }

    private void requireUpgradeToWebSocket(ResponseHead head) throws HandshakeException {
        String value = requireSingle(head, "Upgrade");
        if (!value.equalsIgnoreCase("websocket")) {
            throw new HandshakeException(
                    "server's Upgrade header is " + ResponseHead.quote(value) + " instead of \"websocket\"");
        }
    }

    private void requireConnectionUpgrade(ResponseHead head) throws HandshakeException {
        if (head.values("Connection").isEmpty()) {
            throw new HandshakeException("server's answer has no Connection header");
        }
        if (head.tokens("Connection").stream().noneMatch("upgrade"::equalsIgnoreCase)) {
            throw new HandshakeException("server's Connection header is "
                    + ResponseHead.quote(String.join(", ", head.values("Connection")))
                    + " and does not say \"Upgrade\"");
        }
    }

    private void requireAccept(ResponseHead head) throws HandshakeException {
        String value = requireSingle(head, "Sec-WebSocket-Accept");
        if (!value.equals(acceptFor(key))) {
            throw new HandshakeException(
                    "server's Sec-WebSocket-Accept " + ResponseHead.quote(value) + " does not match the key sent");
        }
    }

    /** Of extensions only the one offered may have been chosen, and that once. */
    private @Nullable PerMessageDeflate requireOfferedExtensions(ResponseHead head) throws HandshakeException {
        PerMessageDeflate deflate = null;
        for (ExtensionHeader.Extension extension : ExtensionHeader.parse(head.values(EXTENSIONS))) {
            if (!offersDeflate || !extension.name().equals(PerMessageDeflate.NAME)) {
                throw new HandshakeException("server chose the extension " + ResponseHead.quote(extension.toString())
                        + ", which was not offered");
            }
            if (deflate != null) {
                throw new HandshakeException("server chose the extension " + PerMessageDeflate.NAME + " twice");
            }
            deflate = PerMessageDeflate.accept(extension);
        }
        return deflate;
    }

    private String requireOfferedProtocol(ResponseHead head) throws HandshakeException {
        if (head.values("Sec-WebSocket-Protocol").isEmpty()) {
            if (request.protocolRequired() && !request.protocols().isEmpty()) {
                throw new HandshakeException("server chose none of the subprotocols offered: "
                        + ResponseHead.quote(String.join(", ", request.protocols())));
            }
            return "";
        }
        String chosen = requireSingle(head, "Sec-WebSocket-Protocol");
        if (!request.protocols().contains(chosen)) {
            throw new HandshakeException(
                    "server chose the subprotocol " + ResponseHead.quote(chosen) + ", which was not offered");
        }
        return chosen;
    }

    private static String requireSingle(ResponseHead head, String name) throws HandshakeException {
        List<String> values = head.values(name);
        if (values.isEmpty()) {
            throw new HandshakeException("server's answer has no " + name + " header");
        }
        if (values.size() > 1) {
            throw new HandshakeException("server's answer has more than one " + name + " header");
        }
        return values.getFirst();
    }
}
