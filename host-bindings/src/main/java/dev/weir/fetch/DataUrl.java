package dev.weir.fetch;

import dev.weir.infra.ForgivingBase64;
import dev.weir.mimesniff.MimeType;
import dev.weir.url.UrlRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code data:} URL has in it.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#data-url-processor">Fetch, the data: URL processor</a>
 */
public record DataUrl(MimeType type, byte[] body) {
    private static final MimeType PLAIN = new MimeType("text", "plain", Map.of("charset", "US-ASCII"));
    private static final Pattern BASE64 = Pattern.compile("(.*); *base64", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * Processes a URL of the scheme data.
     *
     * @return null when it lacks its comma, or is no base64 where it says so
     */
    public static @Nullable DataUrl process(UrlRecord url) {
        String input = url.hrefWithoutFragment().substring("data:".length());
        int comma = input.indexOf(',');
        if (comma < 0) {
            return null;
        }
        String type = input.substring(0, comma).strip();
        byte[] body = UrlRecord.percentDecode(input.substring(comma + 1));
        Matcher base64 = BASE64.matcher(type);
        if (base64.matches()) {
            type = base64.group(1);
            try {
                body = ForgivingBase64.decode(new String(body, StandardCharsets.ISO_8859_1));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        MimeType parsed = MimeType.parse(type.startsWith(";") ? "text/plain" + type : type);
        return new DataUrl(parsed == null ? PLAIN : parsed, body);
    }
}
