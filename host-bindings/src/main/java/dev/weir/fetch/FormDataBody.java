package dev.weir.fetch;

import dev.weir.fileapi.BlobBytes;
import dev.weir.fileapi.File;
import dev.weir.mimesniff.MimeType;
import dev.weir.url.FormUrlEncoded;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import dev.weir.xhr.FormData;
import dev.weir.xhr.FormDataEntry;
import dev.weir.xhr.MultipartParser;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a body as what a form would send. */
final class FormDataBody {
    private FormDataBody() {}

    /** Throws a TypeError when it is none of the kinds that forms have, or malformed. */
    static FormData read(Realm realm, @Nullable MimeType type, BlobBytes bytes) {
        if (type == null) {
            throw WebException.typeError("formData: the body has no Content-Type");
        }
        return switch (type.essence()) {
            case "multipart/form-data" ->
                new FormData(realm, MultipartParser.parse(bytes.toArray(), type, File.now(realm)));
            case "application/x-www-form-urlencoded" ->
                new FormData(
                        realm,
                        FormUrlEncoded.parse(new String(bytes.toArray(), StandardCharsets.UTF_8)).stream()
                                .map(pair -> FormDataEntry.of(pair.name(), pair.value()))
                                .toList());
            default -> throw WebException.typeError("formData: the body's Content-Type is none of a form's");
        };
    }
}
