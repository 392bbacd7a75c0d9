package dev.weir.encoding.codec;

/**
 * Decodes ISO-2022-JP.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#iso-2022-jp-decoder">Encoding, ISO-2022-JP decoder</a>
 */
final class Iso2022JpDecoder extends ByteByByteDecoder {
    private enum State {
        ASCII,
        ROMAN,
        KATAKANA,
        LEAD_BYTE,
        TRAIL_BYTE,
        ESCAPE_START,
        ESCAPE
    }

    private static final int ESC = 0x1b;

    private State state = State.ASCII;
    private State outputState = State.ASCII;
    private int lead;
    /** Whether something came since the last escape sequence; two in a row are an error. */
    private boolean output;

    Iso2022JpDecoder(boolean fatal) {
        super(fatal);
    }

    @Override
    void reset() {
        state = State.ASCII;
        outputState = State.ASCII;
        lead = 0;
        output = false;
    }

    @Override
    int handle(int b) {
        return switch (state) {
            case ASCII -> single(b, isPlain(b) ? b : ERROR);
            case ROMAN -> single(b, b == 0x5c ? 0xa5 : b == 0x7e ? 0x203e : isPlain(b) ? b : ERROR);
            case KATAKANA -> single(b, in(b, 0x21, 0x5f) ? 0xff61 - 0x21 + b : ERROR);
            case LEAD_BYTE -> leadByte(b);
            case TRAIL_BYTE -> trailByte(b);
            case ESCAPE_START -> escapeStart(b);
            case ESCAPE -> escape(b);
        };
    }

    private static boolean isPlain(int b) {
        return in(b, 0, 0x7f) && b != 0x0e && b != 0x0f;
    }

    private int single(int b, int decoded) {
        if (b == ESC) {
            state = State.ESCAPE_START;
            return CONTINUE;
        }
        if (b == END) {
            return CONTINUE;
        }
        output = false;
        return decoded;
    }

    private int leadByte(int b) {
        if (!in(b, 0x21, 0x7e)) {
            return single(b, ERROR);
        }
        output = false;
        lead = b;
        state = State.TRAIL_BYTE;
        return CONTINUE;
    }

    private int trailByte(int b) {
        if (b == ESC) {
            state = State.ESCAPE_START;
            return ERROR;
        }
        state = State.LEAD_BYTE;
        if (!in(b, 0x21, 0x7e)) {
            return ERROR;
        }
        int c = Indexes.Jis0208.INDEX[(lead - 0x21) * 94 + b - 0x21];
        return c == 0 ? ERROR : c;
    }

    private int escapeStart(int b) {
        if (b == '$' || b == '(') {
            lead = b;
            state = State.ESCAPE;
            return CONTINUE;
        }
        restore(b);
        output = false;
        state = outputState;
        return ERROR;
    }

    private int escape(int b) {
        int leadByte = lead;
        lead = 0;
        State next = null;
        if (leadByte == '(') {
            next = b == 'B' ? State.ASCII : b == 'J' ? State.ROMAN : b == 'I' ? State.KATAKANA : null;
        } else if (b == '@' || b == 'B') {
            next = State.LEAD_BYTE;
        }
        if (next == null) {
            restore(b);
            restore(leadByte);
            output = false;
            state = outputState;
            return ERROR;
        }
        state = next;
        outputState = next;
        boolean inARow = output;
        output = true;
        return inARow ? ERROR : CONTINUE;
    }
}
