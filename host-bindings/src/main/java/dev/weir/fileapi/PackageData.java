package dev.weir.fileapi;

import dev.weir.encoding.codec.Encoding;
import dev.weir.mimesniff.MimeType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What the readers make of bytes.
 *
 * @see <a href="https://w3c.github.io/FileAPI/#blob-package-data">File API, package data</a>
 */
enum PackageData {
    ARRAY_BUFFER,
    BINARY_STRING,
    TEXT,
    DATA_URL;

    /** The result as a String or a Value; {@code label} names the encoding of a text, if somebody said one. */
    Object of(Blob blob, @Nullable String label) {
        return switch (this) {
            case ARRAY_BUFFER -> blob.toArrayBuffer();
            case BINARY_STRING -> new String(blob.content().toArray(), StandardCharsets.ISO_8859_1);
            case TEXT -> text(blob, label);
            case DATA_URL -> dataUrl(blob);
        };
    }

    private static String dataUrl(Blob blob) {
        String type = blob.type().isEmpty() ? "application/octet-stream" : blob.type();
        return "data:" + type + ";base64,"
                + Base64.getEncoder().encodeToString(blob.content().toArray());
    }

    private static String text(Blob blob, @Nullable String label) {
        Encoding encoding = label == null ? null : Encoding.forLabel(label);
        if (encoding == null) {
            MimeType type = MimeType.parse(blob.type());
            String charset = type == null ? null : type.parameters().get("charset");
            encoding = charset == null ? null : Encoding.forLabel(charset);
        }
        return (encoding == null ? Encoding.UTF_8 : encoding)
                .decode(blob.content().toArray());
    }
}
