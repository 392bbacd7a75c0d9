package dev.weir.fetch;

import dev.weir.fileapi.Blob;
import dev.weir.fileapi.BlobBytes;
import dev.weir.streams.ReadableStream;
import dev.weir.streams.StreamsForOtherSpecs;
import dev.weir.url.FormUrlEncoded;
import dev.weir.url.URLSearchParams;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import dev.weir.xhr.FormData;
import dev.weir.xhr.MultipartFormData;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A body made of what a script gives, and the type that it has by itself.
 *
 * @param type for Content-Type, or null
 */
public record BodyInit(Body body, @Nullable String type) {

    /** The bytes; null where a stream has them. */
    public @Nullable BlobBytes bytes() {
        return body.bytes();
    }

    /**
     * Throws a TypeError for a stream that was read from or is locked.
     *
     * @param init one of the IDL type BodyInit's values
     * @see <a href="https://fetch.spec.whatwg.org/#concept-bodyinit-extract">Fetch, extract a body</a>
     */
    public static BodyInit extract(Realm realm, Value init) {
        if (init.isString()) {
            byte[] bytes = init.asString().getBytes(StandardCharsets.UTF_8);
            return new BodyInit(Body.of(realm, BlobBytes.of(bytes)), "text/plain;charset=UTF-8");
        }
        if (!init.isHostObject()) {
            StreamBytes.Taker taker = new StreamBytes.Taker();
            realm.callFunction("bytesOfSource", taker, init);
            return new BodyInit(Body.of(realm, BlobBytes.of(Objects.requireNonNull(taker.bytes()))), null);
        }
        return switch (init.asHostObject()) {
            case Blob blob ->
                new BodyInit(Body.of(realm, blob.content()), blob.type().isEmpty() ? null : blob.type());
            case FormData form -> {
                MultipartFormData.Encoded encoded = MultipartFormData.encode(form.entryList());
                yield new BodyInit(Body.of(realm, encoded.bytes()), encoded.type());
            }
            case URLSearchParams parameters ->
                new BodyInit(
                        Body.of(
                                realm,
                                BlobBytes.of(FormUrlEncoded.serialize(parameters.pairs())
                                        .getBytes(StandardCharsets.UTF_8))),
                        "application/x-www-form-urlencoded;charset=UTF-8");
            case ReadableStream stream -> {
                if (stream.locked() || StreamsForOtherSpecs.isDisturbed(stream)) {
                    throw WebException.typeError("the body's stream was read from already, or is locked");
                }
                yield new BodyInit(Body.of(stream), null);
            }
            default -> throw new IllegalStateException("no body of this kind");
        };
    }
}
