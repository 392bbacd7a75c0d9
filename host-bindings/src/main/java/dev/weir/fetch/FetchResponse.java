package dev.weir.fetch;

import dev.weir.fetch.transport.HttpField;
import dev.weir.infra.Ascii;
import dev.weir.url.UrlRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a fetch ends with, as far as its caller may see it.
 *
 * @param urls that were asked, the last one answered; empty when a script may not know
 * @param status 0 for a response that scripts may not look at
 * @param body null for none; where the response is not transparent, for nobody to see
 * @see <a href="https://fetch.spec.whatwg.org/#concept-response">Fetch, responses</a>
 */
public record FetchResponse(
        Type type,
        List<UrlRecord> urls,
        int status,
        String statusText,
        HeaderList headers,
        @Nullable ResponseBody body) {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> NULL_BODY = Set.of(101, 103, 204, 205, 304);

    /** https://fetch.spec.whatwg.org/#concept-response-type */
    public enum Type {
        BASIC,
        CORS,
        DEFAULT,
        ERROR,
        OPAQUE,
        OPAQUEREDIRECT
    }

    static boolean isRedirect(int status) {
        return REDIRECTS.contains(status);
    }

    /** https://fetch.spec.whatwg.org/#null-body-status */
    static boolean isNullBody(int status) {
        return NULL_BODY.contains(status);
    }

    /** Has the reader read the body; where there is none, it comes to its end at once. */
    public void readBy(ResponseBody.Reader reader) {
        if (body == null) {
            reader.onEnd();
        } else {
            body.readBy(reader);
        }
    }

    /** Whether scripts may see what came, and not only that something did. */
    boolean isTransparent() {
        return type != Type.OPAQUE && type != Type.OPAQUEREDIRECT;
    }

    FetchResponse withBody(@Nullable ResponseBody other) {
        return new FetchResponse(type, urls, status, statusText, headers, other);
    }

    /** https://fetch.spec.whatwg.org/#concept-filtered-response-basic */
    FetchResponse basic() {
        return filtered(Type.BASIC, field -> !HeaderRules.isForbiddenInResponse(field.name()));
    }

    /** https://fetch.spec.whatwg.org/#concept-filtered-response-cors */
    FetchResponse cors(boolean credentials) {
        Set<String> exposed = new HashSet<>();
        List<String> listed = headers.getDecodeAndSplit("Access-Control-Expose-Headers");
        for (String name : listed == null ? List.<String>of() : listed) {
            if (name.equals("*") && !credentials) {
                headers.fields().forEach(field -> exposed.add(Ascii.lowercase(field.name())));
            } else {
                exposed.add(Ascii.lowercase(name));
            }
        }
        return filtered(Type.CORS, field -> HeaderRules.isCorsSafelistedInResponse(field.name(), exposed));
    }

    private FetchResponse filtered(Type as, Predicate<HttpField> shown) {
        HeaderList visible =
                new HeaderList(headers.fields().stream().filter(shown).toList());
        return new FetchResponse(as, urls, status, statusText, visible, body);
    }

    /** https://fetch.spec.whatwg.org/#concept-filtered-response-opaque, and of a redirect that is not followed. */
    FetchResponse opaque(Type as) {
        List<UrlRecord> shown = as == Type.OPAQUE ? List.of() : urls;
        return new FetchResponse(as, shown, 0, "", new HeaderList(), body);
    }
}
