package dev.weir.encoding.codec;

import java.io.ByteArrayOutputStream;
import java.text.Normalizer;

/**
 * Encodes ISO-2022-JP.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#iso-2022-jp-encoder">Encoding, ISO-2022-JP encoder</a>
 */
final class Iso2022JpEncoder extends Encoder {
    /** The character sets, each with what switches to it. */
    private enum State {
        ASCII('(', 'B'),
        ROMAN('(', 'J'),
        JIS0208('$', 'B');

        final char first;
        final char second;

        State(char first, char second) {
            this.first = first;
            this.second = second;
        }
    }

    private State state = State.ASCII;

    @Override
    public int encode(int codePoint, ByteArrayOutputStream to) {
        if (state != State.JIS0208 && (codePoint == 0x0e || codePoint == 0x0f || codePoint == 0x1b)) {
            return Decoder.REPLACEMENT; // nobody shall smuggle a switch
        }
        if (codePoint < 0x80) {
            return ascii(codePoint, to);
        }
        if (codePoint == 0xa5 || codePoint == 0x203e) {
            switchTo(State.ROMAN, to);
            to.write(codePoint == 0xa5 ? 0x5c : 0x7e);
            return -1;
        }
        int wide = JapaneseEncoder.isHalfwidth(codePoint) ? fullwidth(codePoint) : JapaneseEncoder.widened(codePoint);
        Integer pointer = Indexes.Jis0208Pointers.BY_CHARACTER.get(wide);
        if (pointer == null) {
            if (state == State.JIS0208) {
                switchTo(State.ASCII, to);
            }
            return wide;
        }
        switchTo(State.JIS0208, to);
        to.write(pointer / 94 + 0x21);
        to.write(pointer % 94 + 0x21);
        return -1;
    }

    private int ascii(int codePoint, ByteArrayOutputStream to) {
        boolean roman = state == State.ROMAN && codePoint != 0x5c && codePoint != 0x7e;
        if (state != State.ASCII && !roman) {
            switchTo(State.ASCII, to);
            return encode(codePoint, to);
        }
        to.write(codePoint);
        return -1;
    }

    private void switchTo(State next, ByteArrayOutputStream to) {
        if (state != next) {
            state = next;
            to.write(0x1b);
            to.write(next.first);
            to.write(next.second);
        }
    }

    /** The standard's index ISO-2022-JP katakana. */
    private static int fullwidth(int halfwidth) {
        return switch (halfwidth) {
            case 0xff9e -> 0x309b; // a sound mark of its own, where Unicode has one to combine
            case 0xff9f -> 0x309c;
            default ->
                Normalizer.normalize(Character.toString(halfwidth), Normalizer.Form.NFKC)
                        .codePointAt(0);
        };
    }

    @Override
    public void finish(ByteArrayOutputStream to) {
        switchTo(State.ASCII, to);
    }
}
