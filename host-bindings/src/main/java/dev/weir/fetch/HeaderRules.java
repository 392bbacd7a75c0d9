package dev.weir.fetch;

import dev.weir.fetch.transport.HttpField;
import dev.weir.infra.Ascii;
import dev.weir.infra.HttpSyntax;
import dev.weir.mimesniff.MimeType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand in a field, which fields are the transport's own, and which may go to another origin unasked.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#headers">Fetch, headers</a>
 */
public final class HeaderRules {
    private static final Set<String> FORBIDDEN_REQUEST = Set.of(
            "accept-charset",
            "accept-encoding",
            "access-control-request-headers",
            "access-control-request-method",
            "connection",
            "content-length",
            "cookie",
            "cookie2",
            "date",
            "dnt",
            "expect",
            "host",
            "keep-alive",
            "origin",
            "referer",
            "set-cookie",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via");
    private static final Set<String> METHOD_OVERRIDES =
            Set.of("x-http-method", "x-http-method-override", "x-method-override");
    private static final Set<String> SAFELISTED_RESPONSE = Set.of(
            "cache-control",
            "content-language",
            "content-length",
            "content-type",
            "expires",
            "last-modified",
            "pragma");
    private static final Set<String> NO_CORS_SAFELISTED =
            Set.of("accept", "accept-language", "content-language", "content-type");
    private static final Set<String> SAFELISTED_TYPES =
            Set.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain");
    private static final Pattern RANGE = Pattern.compile("bytes=[\\t ]*([0-9]+)[\\t ]*-[\\t ]*([0-9]*)");
    private static final int MAX_SAFELISTED_VALUE = 128;
    private static final int MAX_SAFELISTED_SIZE = 1024;

    private HeaderRules() {}

    /** Whether a normalized value can be one. */
    public static boolean isValue(String text) {
        return text.chars().noneMatch(c -> c == 0 || c == '\n' || c == '\r');
    }

    /** https://fetch.spec.whatwg.org/#concept-header-value-normalize */
    public static String normalized(String value) {
        return HttpSyntax.strip(value, " \t\n\r");
    }

    /** https://fetch.spec.whatwg.org/#forbidden-request-header */
    public static boolean isForbiddenInRequest(String name, String value) {
        String lower = Ascii.lowercase(name);
        if (FORBIDDEN_REQUEST.contains(lower) || lower.startsWith("proxy-") || lower.startsWith("sec-")) {
            return true;
        }
        return METHOD_OVERRIDES.contains(lower)
                && HeaderList.split(value).stream().anyMatch(HeaderRules::isForbiddenMethod);
    }

    /** https://fetch.spec.whatwg.org/#forbidden-response-header-name */
    static boolean isForbiddenInResponse(String name) {
        return name.equalsIgnoreCase("set-cookie") || name.equalsIgnoreCase("set-cookie2");
    }

    /** https://fetch.spec.whatwg.org/#forbidden-method */
    public static boolean isForbiddenMethod(String method) {
        return Set.of("CONNECT", "TRACE", "TRACK").contains(Ascii.uppercase(method));
    }

    /** https://fetch.spec.whatwg.org/#concept-method-normalize */
    public static String normalizedMethod(String method) {
        String upper = Ascii.uppercase(method);
        return Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT").contains(upper) ? upper : method;
    }

    static boolean isSafelistedMethod(String method) {
        return Set.of("GET", "HEAD", "POST").contains(method);
    }

    /** https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name */
    static boolean isNoCorsSafelistedName(String name) {
        return NO_CORS_SAFELISTED.contains(Ascii.lowercase(name));
    }

    /** https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header */
    static boolean isNoCorsSafelisted(String name, String value) {
        return isNoCorsSafelistedName(name) && isCorsSafelisted(name, value);
    }

    /** https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
    static boolean isCorsSafelisted(String name, String value) {
        if (value.length() > MAX_SAFELISTED_VALUE) {
            return false;
        }
        return switch (Ascii.lowercase(name)) {
            case "accept" -> !hasUnsafeByte(value);
            case "accept-language", "content-language" ->
                value.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || " *,-.;=".indexOf(c) >= 0);
            case "content-type" -> {
                MimeType type = hasUnsafeByte(value) ? null : MimeType.parse(value);
                yield type != null && SAFELISTED_TYPES.contains(type.essence());
            }
            case "range" -> isSimpleRange(value);
            default -> false;
        };
    }

    /** https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte */
    private static boolean hasUnsafeByte(String value) {
        return value.chars().anyMatch(c -> (c < 0x20 && c != '\t') || "\"():<>?@[\\]{}\u007f".indexOf(c) >= 0);
    }

    private static boolean isSimpleRange(String value) {
        Matcher range = RANGE.matcher(value);
        if (!range.matches()) {
            return false;
        }
        String first = range.group(1);
        String last = range.group(2);
        return last.isEmpty() || new BigInteger(first).compareTo(new BigInteger(last)) <= 0;
    }

    /**
     * In lower case and sorted.
     *
     * @see <a href="https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names">Fetch, CORS-unsafe request-header
     *     names</a>
     */
    static List<String> corsUnsafeNames(HeaderList headers) {
        TreeSet<String> unsafe = new TreeSet<>();
        List<String> maybe = new ArrayList<>();
        int size = 0;
        for (HttpField field : headers.fields()) {
            String name = Ascii.lowercase(field.name());
            if (isCorsSafelisted(name, field.value())) {
                maybe.add(name);
                size += field.value().length();
            } else {
                unsafe.add(name);
            }
        }
        if (size > MAX_SAFELISTED_SIZE) {
            unsafe.addAll(maybe);
        }
        return List.copyOf(unsafe);
    }

    /** https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name */
    static boolean isCorsSafelistedInResponse(String name, Set<String> exposed) {
        String lower = Ascii.lowercase(name);
        return SAFELISTED_RESPONSE.contains(lower) || (exposed.contains(lower) && !isForbiddenInResponse(lower));
    }
}
