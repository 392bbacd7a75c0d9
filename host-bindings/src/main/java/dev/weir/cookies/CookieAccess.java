package dev.weir.cookies;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the embedder's handler is asked, on the loop's thread: by requests with a URI of http or https (those of {@code ws} and
 * {@code wss} count as such), by scripts with one of {@code javascript} or {@code javascripts}, as handlers of the JDK and of
 * JavaFX know them.
 */
public final class CookieAccess {
    private final CookieHandler handler;

    public CookieAccess(CookieHandler handler) {
        this.handler = handler;
    }

    // ---- requests

    /**
     * The value of a request's {@code Cookie} field, or the empty string for none.
     *
     * @param place the URL without its scheme: {@code //host[:port]/path}
     * @param headers what else the request says
     * @throws IOException when the handler does, or when what it gives would break the request
     */
    public String ofRequest(boolean secure, String place, Map<String, List<String>> headers) throws IOException {
        String value = join(handler.get(uri(secure ? "https:" : "http:", place), headers));
        if (value.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f || c > 0xff)) {
            throw new IOException("the cookie handler gave what no header can carry");
        }
        return value;
    }

    /**
     * Gives the handler the {@code Set-Cookie} fields of an answer.
     *
     * @throws IOException when the handler does
     */
    public void answered(boolean secure, String place, List<String> setCookie) throws IOException {
        if (!setCookie.isEmpty()) {
            handler.put(uri(secure ? "https:" : "http:", place), Map.of("Set-Cookie", setCookie));
        }
    }

    // ---- scripts

    /** What a script may see; {@code place} as for requests. */
    public String ofScript(boolean secure, String place) throws IOException {
        byte[] bytes = join(handler.get(scriptUri(secure, place), Map.of())).getBytes(StandardCharsets.ISO_8859_1);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A script sets a cookie. */
    public void setByScript(boolean secure, String place, String cookie) throws IOException {
        String bytes = new String(cookie.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        handler.put(scriptUri(secure, place), Map.of("Set-Cookie", List.of(bytes)));
    }

    private static URI scriptUri(boolean secure, String place) throws IOException {
        return uri((secure ? Caller.SECURE_SCRIPT : Caller.SCRIPT) + ":", place);
    }

    private static String join(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .filter(header -> "Cookie".equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .collect(Collectors.joining("; "));
    }

    /** URLs may have a few characters that URIs may not. */
    private static URI uri(String scheme, String place) throws IOException {
        StringBuilder text = new StringBuilder(scheme);
        int pathStart = place.indexOf('/', 2);
        for (int i = 0; i < place.length(); i++) {
            char c = place.charAt(i);
            boolean brokenEscape = c == '%' && !(isHexDigit(place, i + 1) && isHexDigit(place, i + 2));
            if (brokenEscape || (i > pathStart && "\"<>[\\]^`{|}".indexOf(c) >= 0)) {
                text.append(String.format("%%%02X", (int) c));
            } else {
                text.append(c);
            }
        }
        try {
            return URI.create(text.toString());
        } catch (IllegalArgumentException e) {
            throw new IOException("cookies need a URI: " + e.getMessage(), e);
        }
    }

    private static boolean isHexDigit(String text, int index) {
        return index < text.length() && HexFormat.isHexDigit(text.charAt(index));
    }
}
