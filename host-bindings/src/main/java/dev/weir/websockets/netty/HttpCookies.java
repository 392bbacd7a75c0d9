package dev.weir.websockets.netty;

import dev.weir.cookies.CookieAccess;
import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpRequest;
import java.io.IOException;
import java.net.CookieHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The embedder's cookies in one exchange, if that is to have any. */
final class HttpCookies {
    private final HttpRequest request;
    private final @Nullable CookieAccess access;

    /** @param handler the embedder's, or null for none */
    HttpCookies(HttpRequest request, @Nullable CookieHandler handler) {
        this.request = request;
        this.access = handler == null || request.cookieOrigin() == null ? null : new CookieAccess(handler);
    }

    /**
     * The value of the request's {@code Cookie} field, or the empty string for none.
     *
     * @throws HandshakeException when the handler has none to give for want of something
     */
    String toSend() throws HandshakeException {
        if (access == null
                || request.fields().stream().anyMatch(field -> field.name().equalsIgnoreCase("Cookie"))) {
            return ""; // the host knows better
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpField field : request.fields()) {
            headers.computeIfAbsent(field.name(), name -> new ArrayList<>(1)).add(field.value());
        }
        // Who asks, also where the server is not told, or told less.
        headers.keySet().removeIf("Origin"::equalsIgnoreCase);
        headers.put("Origin", List.of(String.valueOf(request.cookieOrigin())));
        try {
            return access.ofRequest(request.secure(), place(), headers);
        } catch (IOException e) {
            throw new HandshakeException("the cookies cannot be had: " + Failures.innermost(e));
        }
    }

    /**
     * Gives the handler what a response sets, be it a redirect or a refusal.
     *
     * @throws HandshakeException when the handler cannot take it
     */
    void keep(List<String> setCookie) throws HandshakeException {
        if (access == null) {
            return;
        }
        try {
            access.answered(request.secure(), place(), setCookie);
        } catch (IOException e) {
            throw new HandshakeException("the server's cookies cannot be kept: " + Failures.innermost(e));
        }
    }

    private String place() {
        return "//" + request.authority() + request.resource();
    }
}
