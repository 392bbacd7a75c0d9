package dev.weir.websockets.netty;

import dev.weir.cookies.CookieAccess;
import java.io.IOException;
import java.net.CookieHandler;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The embedder's cookies in one request and its answer, if these are to have any. */
final class RequestCookies {
    private final @Nullable CookieAccess access;
    private final boolean secure;
    private final String place;

    /**
     * @param handler the embedder's, or null for none
     * @param authority host and port of the URL
     * @param resource its path and query
     */
    RequestCookies(@Nullable CookieHandler handler, boolean secure, String authority, String resource) {
        access = handler == null ? null : new CookieAccess(handler);
        this.secure = secure;
        place = "//" + authority + resource;
    }

    /**
     * The value of the request's {@code Cookie} field, or the empty string for none.
     *
     * @param fields what else the request says, and on behalf of which {@code Origin}
     * @throws HandshakeException when the handler has none to give for want of something
     */
    String toSend(Supplier<Map<String, List<String>>> fields) throws HandshakeException {
        if (access == null) {
            return "";
        }
        Map<String, List<String>> headers = fields.get();
        if (headers.keySet().stream().anyMatch("Cookie"::equalsIgnoreCase)) {
            return ""; // the host knows better
        }
        try {
            return access.ofRequest(secure, place, headers);
        } catch (IOException e) {
            throw new HandshakeException("the cookies cannot be had: " + Failures.innermost(e));
        }
    }

    /**
     * Gives the handler what an answer sets, be it a good one, a redirect or a refusal.
     *
     * @throws HandshakeException when the handler cannot take it
     */
    void keep(List<String> setCookie) throws HandshakeException {
        if (access == null) {
            return;
        }
        try {
            access.answered(secure, place, setCookie);
        } catch (IOException e) {
            throw new HandshakeException("the server's cookies cannot be kept: " + Failures.innermost(e));
        }
    }
}
