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

    /**
     * The result as a String or a Value; {@code label} names the encoding of a text, if somebody said one. Throws a
     * NotReadableError when the result would be too large.
     */
    Object of(Blob blob, @Nullable String label) {
        return switch (this) {
            case ARRAY_BUFFER -> blob.toArrayBuffer();
            case BINARY_STRING -> {
                BlobText.requireLength(blob.content().size(), BlobText.LONGEST);
                yield new String(blob.content().toArray(), StandardCharsets.ISO_8859_1);
            }
            case TEXT -> text(blob, label);
            case DATA_URL -> dataUrl(blob);
        };
    }

    private static String dataUrl(Blob blob) {
        String start = "data:" + (blob.type().isEmpty() ? "application/octet-stream" : blob.type()) + ";base64,";
        long groups = (blob.content().size() + 2) / 3;
        BlobText.requireLength(start.length() + 4 * groups, BlobText.LONGEST);
        return start + Base64.getEncoder().encodeToString(blob.content().toArray());
    }

    private static String text(Blob blob, @Nullable String label) {
        Encoding encoding = label == null ? null : Encoding.forLabel(label);
        if (encoding == null) {
            MimeType type = MimeType.parse(blob.type());
            String charset = type == null ? null : type.parameters().get("charset");
            encoding = charset == null ? null : Encoding.forLabel(charset);
        }
        return BlobText.decode(blob.content(), encoding == null ? Encoding.UTF_8 : encoding, BlobText.LONGEST);
    }
}
