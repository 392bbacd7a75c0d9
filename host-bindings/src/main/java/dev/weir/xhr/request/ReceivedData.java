package dev.weir.xhr.request;

import dev.weir.dom.Document;
import dev.weir.dom.PageSource;
import dev.weir.encoding.codec.Encoding;
import dev.weir.fileapi.Blob;
import dev.weir.fileapi.BlobBytes;
import dev.weir.mimesniff.MimeType;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** The bytes received, and what scripts make of them; an object that was made is the same one when it is asked for again. */
final class ReceivedData {
    private final Realm realm;
    private final List<BlobBytes> parts = new ArrayList<>();
    private long size;

    /** The text as it was when so many bytes were there. */
    private String text = "";

    private long textSize = -1;
    private @Nullable Value object;
    private @Nullable Document document;
    private boolean failed;

    ReceivedData(Realm realm) {
        this.realm = realm;
    }

    /** Takes a copy of the bytes. If no memory is left for them, what was there is let go, so that others find some. */
    void add(ByteBuffer bytes) {
        try {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            add(BlobBytes.of(copy));
        } catch (OutOfMemoryError e) {
            parts.clear();
            size = 0;
            throw e;
        }
    }

    void add(BlobBytes bytes) {
        if (bytes.size() > 0) {
            parts.add(bytes);
            size += bytes.size();
        }
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** https://mimesniff.spec.whatwg.org/#xml-mime-type */
    static boolean isXml(MimeType type) {
        return type.subtype().endsWith("+xml")
                || Set.of("text/xml", "application/xml").contains(type.essence());
    }

    /**
     * https://xhr.spec.whatwg.org/#text-response
     *
     * @param encoding null where none is said
     * @param isXml whether an XML declaration may say it then
     */
    String text(@Nullable Encoding encoding, boolean isXml) {
        if (textSize != size) {
            byte[] bytes = all().toArray();
            Encoding said = encoding == null && isXml ? PageSource.encodingOfXmlDeclaration(bytes) : encoding;
            text = (said == null ? Encoding.UTF_8 : said).decode(bytes);
            textSize = size;
        }
        return text;
    }

    /** The whole as a document, in which no scripts run. */
    Document document(@Nullable Encoding encoding, String url) {
        if (document == null) {
            document = Document.parse(realm, PageSource.decode(all().toArray(), encoding), url);
        }
        return document;
    }

    private BlobBytes all() {
        return BlobBytes.of(parts);
    }

    /** The whole as an object; null when it cannot be one. */
    @Nullable
    Value object(String responseType, MimeType type) {
        if (object == null && !failed) {
            object = make(responseType, type);
            failed = object == null;
            parts.clear(); // nobody asks for the bytes as anything else any more
        }
        return object;
    }

    private @Nullable Value make(String responseType, MimeType type) {
        try {
            return switch (responseType) {
                case "arraybuffer" -> all().toArrayBuffer(realm);
                case "blob" -> new Blob(realm, all(), type.serialize()).toValue();
                case "json" -> size == 0 ? null : realm.callFunction("parseJson", all().decodeUtf8());
                default -> throw new IllegalStateException("no object of the type " + responseType);
            };
        } catch (WebException cannotBeMade) {
            return null;
        }
    }
}
