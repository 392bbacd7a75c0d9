package dev.weir.fetch;

import dev.weir.compression.Codec;
import dev.weir.infra.Ascii;
import dev.weir.webidl.WebException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the codings of a response's body. Used like a {@link Codec}: input, then output until there is no more.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.4">RFC 9110, content codings</a>
 */
final class ContentDecoding {
    /** The value of Accept-Encoding. */
    static final String ACCEPTED = "gzip, deflate";

    /** More of them are made to exhaust whoever undoes them: each may take a thousand times its bytes. */
    private static final int MAX_CODINGS = 4;

    private static final byte[] NO_BYTES = {};

    /** The last one applied, which is undone first, comes first. */
    private final List<Stage> stages;

    private ContentDecoding(List<Stage> stages) {
        this.stages = stages;
    }

    /**
     * What the head asks for, or null for nothing; as in browsers, a list with an unknown coding is left alone. Throws a
     * TypeError for more codings than anybody needs.
     */
    static @Nullable ContentDecoding of(HeaderList headers) {
        List<String> codings = headers.getDecodeAndSplit("Content-Encoding");
        if (codings == null) {
            return null;
        }
        List<Stage> stages = new ArrayList<>();
        for (String coding : codings) {
            switch (Ascii.lowercase(coding)) {
                case "gzip", "x-gzip" -> stages.addFirst(new Stage("gzip"));
                case "deflate" -> stages.addFirst(new Stage("deflate"));
                case "identity", "" -> {}
                default -> {
                    return null;
                }
            }
        }
        if (stages.size() > MAX_CODINGS) {
            throw WebException.typeError("the body has " + stages.size() + " content codings, one upon the other");
        }
        return stages.isEmpty() ? null : new ContentDecoding(stages);
    }

    /** Takes the next bytes, all of those before having been used up; an empty array means that there are no more. */
    void input(byte[] bytes) {
        stages.getFirst().input(bytes);
    }

    /** Some output, good until the next call, or null when more input is needed. Throws a WebException for bad input. */
    @Nullable
    ByteBuffer next() {
        return next(stages.size() - 1);
    }

    private @Nullable ByteBuffer next(int index) {
        Stage stage = stages.get(index);
        while (true) {
            ByteBuffer output = stage.next();
            if (output != null || index == 0) {
                return output;
            }
            ByteBuffer input = next(index - 1);
            if (input == null) {
                if (!stages.get(index - 1).finished || stage.finished) {
                    return null;
                }
                stage.input(NO_BYTES);
            } else {
                byte[] copy = new byte[input.remaining()];
                input.get(copy);
                stage.input(copy);
            }
        }
    }

    void close() {
        stages.forEach(Stage::close);
    }

    /** One coding. */
    private static final class Stage {
        private final String coding;
        private @Nullable Codec codec;
        /** The first byte, where the second says what kind of deflate it is. */
        private byte[] held = NO_BYTES;

        private boolean finished;
        private boolean begun;

        Stage(String coding) {
            this.coding = coding;
        }

        void input(byte[] bytes) {
            if (bytes.length == 0) {
                finish();
                return;
            }
            begun = true;
            byte[] all = joined(held, bytes);
            Codec decoder = codec;
            if (decoder == null) {
                if (all.length < 2) {
                    held = all;
                    return;
                }
                codec = decoder = Codec.decompressor(formatOf(all));
                held = NO_BYTES;
            }
            decoder.input(all);
        }

        /** Servers send raw deflate as "deflate" too, and browsers take it. */
        private String formatOf(byte[] start) {
            boolean zlib = (start[0] & 0x0f) == 8 && ((start[0] & 0xff) << 8 | start[1] & 0xff) % 31 == 0;
            return coding.equals("deflate") && !zlib ? "deflate-raw" : coding;
        }

        private static byte[] joined(byte[] one, byte[] other) {
            if (one.length == 0) {
                return other;
            }
            byte[] all = new byte[one.length + other.length];
            System.arraycopy(one, 0, all, 0, one.length);
            System.arraycopy(other, 0, all, one.length, other.length);
            return all;
        }

        /** A body without a single byte is an empty one, whatever its coding. */
        private void finish() {
            finished = true;
            if (begun) {
                Codec decoder = codec == null ? Codec.decompressor(coding) : codec;
                codec = decoder;
                decoder.finish();
            }
        }

        @Nullable
        ByteBuffer next() {
            return codec == null || finished ? null : codec.next();
        }

        void close() {
            if (codec != null) {
                codec.close();
            }
        }
    }
}
