package dev.weir.xhr.request;

import dev.weir.dom.Document;
import dev.weir.encoding.codec.Utf8;
import dev.weir.fetch.BodyInit;
import dev.weir.fetch.HeaderList;
import dev.weir.fileapi.BlobBytes;
import dev.weir.mimesniff.MimeType;
import dev.weir.url.URLSearchParams;
import dev.weir.webidl.Realm;
import java.util.Objects;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** What becomes of the argument of {@code send}. */
final class RequestBody {
    private RequestBody() {}

    /**
     * The bytes to be sent.
     *
     * @param headers where it is said what they are
     */
    static BlobBytes extract(Realm realm, Value body, HeaderList headers) {
        Object peer = body.isHostObject() ? body.asHostObject() : null;
        if (peer instanceof Document document) {
            setType(headers, "text/html;charset=UTF-8", true);
            return BlobBytes.of(Utf8.encode(document.markup()));
        }
        BodyInit init = BodyInit.extract(realm, body);
        // Browsers take the parameters of a URL for text, though the standard does not.
        setType(headers, init.type(), body.isString() || peer instanceof URLSearchParams);
        return Objects.requireNonNull(init.bytes(), "no stream can be sent");
    }

    /** Text is always sent as UTF-8, and says so. */
    private static void setType(HeaderList headers, @Nullable String own, boolean isText) {
        String given = headers.get("Content-Type");
        if (given == null) {
            if (own != null) {
                headers.set("Content-Type", own);
            }
            return;
        }
        MimeType type = isText ? MimeType.parse(given) : null;
        String charset = type == null ? null : type.parameters().get("charset");
        if (type != null && charset != null && !charset.equalsIgnoreCase("utf-8")) {
            headers.set("Content-Type", type.withParameter("charset", "UTF-8").serialize());
        }
    }
}
