package dev.weir.xhr;

import dev.weir.encoding.codec.Utf8;
import dev.weir.fileapi.BlobBytes;
import java.security.SecureRandom;
import java.util.List;

/**
 * Entries as the bytes that a form sends.
 *
 * @see <a href="https://html.spec.whatwg.org/#multipart-form-data">HTML, multipart/form-data</a>
 */
public final class MultipartFormData {
    /** The hyphens make the boundary seldom even in texts that are full of words. */
    private static final String BOUNDARY_START = "----WeirFormBoundary";

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final SecureRandom RANDOM = new SecureRandom();

    /** That many letters of the alphabet are 131 random bits, which no content meets by chance. */
    private static final int RANDOM_LETTERS = 22;

    /** Text of that many characters becomes bytes before there is more. */
    private static final int LARGE = 1 << 20;

    private final String boundary = newBoundary();
    private final BlobBytes.Builder parts = new BlobBytes.Builder();
    /** What follows the parts. */
    private final StringBuilder text = new StringBuilder();

    private MultipartFormData() {}

    /**
     * A body.
     *
     * @param bytes share the memory of the entries' files
     */
    public record Encoded(BlobBytes bytes, String boundary) {
        /** What a {@code Content-Type} header says of the body. */
        public String type() {
            return "multipart/form-data; boundary=" + boundary;
        }
    }

    /** The entries in UTF-8, with a new boundary that nobody can foresee. */
    public static Encoded encode(List<FormDataEntry> entries) {
        MultipartFormData writer = new MultipartFormData();
        entries.forEach(writer::add);
        writer.text.append("--").append(writer.boundary).append("--\r\n");
        writer.endText();
        return new Encoded(writer.parts.build(), writer.boundary);
    }

    private static String newBoundary() {
        StringBuilder boundary = new StringBuilder(BOUNDARY_START);
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            boundary.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return boundary.toString();
    }

    private void add(FormDataEntry entry) {
        text.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
        appendEscaped(withLineBreaksOfTwo(entry.name()));
        switch (entry.value()) {
            case FormDataEntry.Text value -> text.append("\"\r\n\r\n").append(withLineBreaksOfTwo(value.text()));
            case FormDataEntry.UploadedFile file -> addFile(file);
        }
        text.append("\r\n");
        if (text.length() >= LARGE) {
            endText();
        }
    }

    private void addFile(FormDataEntry.UploadedFile file) {
        text.append("\"; filename=\"");
        appendEscaped(file.filename());
        text.append("\"\r\nContent-Type: ")
                .append(file.type().isEmpty() ? "application/octet-stream" : file.type())
                .append("\r\n\r\n");
        endText();
        parts.add(file.bytes());
    }

    private void endText() {
        parts.add(BlobBytes.of(Utf8.encode(text.toString())));
        text.setLength(0);
    }

    private void appendEscaped(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            switch (c) {
                case '\n' -> text.append("%0A");
                case '\r' -> text.append("%0D");
                case '"' -> text.append("%22");
                default -> text.append(c);
            }
        }
    }

    /** Every line break, of one character or two, as CR and LF. */
    private static String withLineBreaksOfTwo(String text) {
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return text;
        }
        StringBuilder changed = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                i++;
            }
            if (c == '\r' || c == '\n') {
                changed.append("\r\n");
            } else {
                changed.append(c);
            }
        }
        return changed.toString();
    }
}
