package dev.weir.xhr;

import dev.weir.encoding.codec.Utf8;
import dev.weir.fileapi.Blob;
import dev.weir.fileapi.BlobBytes;
import dev.weir.infra.Ascii;
import dev.weir.infra.HttpSyntax;
import dev.weir.mimesniff.MimeType;
import dev.weir.webidl.WebException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a form sent.
 *
 * <p>What {@link MultipartFormData} writes, and what browsers do, is read as the standard says. Beyond it, as in browsers,
 * the parameters of a {@code Content-Disposition} may come in any order, with or without space around and quotes, and the
 * line break after the last boundary may be missing. Nothing else is guessed at.
 *
 * @see <a href="https://andreubotella.github.io/multipart-form-data/#parsing">multipart/form-data, parsing</a>
 */
public final class MultipartParser {
    private static final byte[] LINE_BREAK = {'\r', '\n'};
    private static final byte[] HYPHENS = {'-', '-'};

    private final byte[] input;
    /** A line break, two hyphens and the boundary. */
    private final byte[] delimiter;

    private final double date;
    private int position;

    private MultipartParser(byte[] input, String boundary, double date) {
        this.input = input;
        this.date = date;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * The entries; any thread may read them, and call this.
     *
     * @param boundary what the MIME type's parameter says
     * @param date of the files, in milliseconds since 1970
     * @throws WebException a TypeError that says why the input is no form data
     */
    public static List<FormDataEntry> parse(byte[] input, String boundary, double date) {
        return new MultipartParser(input, boundary, date).entries();
    }

    /**
     * The entries of a body that has the type {@code multipart/form-data}.
     *
     * @param date of the files, in milliseconds since 1970
     * @throws WebException a TypeError that says why the input is no form data, or that the type names no boundary
     */
    public static List<FormDataEntry> parse(byte[] input, MimeType type, double date) {
        String boundary = type.parameters().get("boundary");
        if (boundary == null) {
            throw malformed("its type names no boundary");
        }
        return parse(input, boundary, date);
    }

    private static WebException malformed(String why) {
        return WebException.typeError("the body is no form data: " + why);
    }

    private List<FormDataEntry> entries() {
        List<FormDataEntry> entries = new ArrayList<>();
        // the first boundary is at the very start, without a line break before it
        require(Arrays.copyOfRange(delimiter, 2, delimiter.length), "a boundary");
        while (!accept(HYPHENS)) {
            require(LINE_BREAK, "the end of the line after a boundary");
            Headers headers = headers();
            int start = position;
            int end = findDelimiter();
            position = end + delimiter.length;
            entries.add(headers.entry(input, start, end, date));
        }
        accept(LINE_BREAK);
        if (position < input.length) {
            throw malformed("there is something after the last boundary");
        }
        return entries;
    }

    /** OPTIMIZATION: only a CR begins a match, and no other is in one, so that the search takes linear time. */
    private int findDelimiter() {
        for (int at = position; at <= input.length - delimiter.length; at++) {
            if (input[at] == '\r' && startsWith(delimiter, at)) {
                return at;
            }
        }
        throw malformed("a part does not end");
    }

    // ---- headers

    /** What the headers of a part say. */
    private static final class Headers {
        private @Nullable String name;
        private @Nullable String filename;
        private @Nullable String contentType;

        FormDataEntry entry(byte[] input, int start, int end, double date) {
            if (name == null) {
                throw malformed("a part has no name");
            }
            byte[] content = Arrays.copyOfRange(input, start, end);
            if (filename == null) {
                return FormDataEntry.of(name, Utf8.decodeWithoutBom(content));
            }
            String type = contentType == null ? "text/plain" : contentType;
            return new FormDataEntry(name, new FormDataEntry.UploadedFile(BlobBytes.of(content), type, filename, date));
        }
    }

    /** Up to and including the empty line. */
    private Headers headers() {
        Headers headers = new Headers();
        while (!accept(LINE_BREAK)) {
            String name = Ascii.lowercase(HttpSyntax.trim(upTo("\r\n:")));
            if (!HttpSyntax.isToken(name)) {
                throw malformed("a header has no name");
            }
            require(':', "the colon of a header");
            skipSpace();
            switch (name) {
                case "content-disposition" -> disposition(headers);
                case "content-type" -> headers.contentType = Blob.normalizedType(HttpSyntax.trim(upTo("\r\n")));
                default -> upTo("\r\n");
            }
            require(LINE_BREAK, "the end of a header");
        }
        return headers;
    }

    /** The last one counts; of several parameters of one name, the first does. */
    private void disposition(Headers headers) {
        headers.name = null;
        headers.filename = null;
        if (!Ascii.lowercase(HttpSyntax.trim(upTo("\r\n;"))).equals("form-data")) {
            throw malformed("a part is no form data");
        }
        while (position < input.length && input[position] == ';') {
            position++;
            skipSpace();
            String parameter = Ascii.lowercase(HttpSyntax.trim(upTo("\r\n;=")));
            require('=', "the value of a parameter");
            skipSpace();
            String value = parameterValue();
            skipSpace();
            if (parameter.equals("name") && headers.name == null) {
                headers.name = value;
            } else if (parameter.equals("filename") && headers.filename == null) {
                headers.filename = value;
            }
        }
    }

    private String parameterValue() {
        if (position >= input.length || input[position] != '"') {
            return decoded(HttpSyntax.trim(upTo("\r\n;")));
        }
        position++;
        String value = upTo("\r\n\"");
        require('"', "the end of quotes");
        return decoded(value);
    }

    /** The bytes of a name, as characters, with those that were escaped; nothing else is decoded, a per cent sign neither. */
    private static String decoded(String bytes) {
        String unescaped = bytes.replace("%0A", "\n").replace("%0D", "\r").replace("%22", "\"");
        return Utf8.decodeWithoutBom(unescaped.getBytes(StandardCharsets.ISO_8859_1));
    }

    // ---- bytes

    /** The bytes before any of the characters or the end, a character each. */
    private String upTo(String characters) {
        int start = position;
        while (position < input.length && characters.indexOf(input[position]) < 0) {
            position++;
        }
        return new String(input, start, position - start, StandardCharsets.ISO_8859_1);
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }

    private void skipSpace() {
        while (position < input.length && isSpace(input[position])) {
            position++;
        }
    }

    private boolean startsWith(byte[] bytes, int at) {
        return at + bytes.length <= input.length && Arrays.equals(input, at, at + bytes.length, bytes, 0, bytes.length);
    }

    private boolean accept(byte[] bytes) {
        boolean there = startsWith(bytes, position);
        position += there ? bytes.length : 0;
        return there;
    }

    private void require(byte[] bytes, String what) {
        if (!accept(bytes)) {
            throw malformed(what + " is missing");
        }
    }

    private void require(char c, String what) {
        require(new byte[] {(byte) c}, what);
    }
}
