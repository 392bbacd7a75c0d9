package dev.weir.console;

import java.util.Locale;

/** Single strings as a console shows them. */
final class ConsoleText {
    /** The shortest string that is broken at its line breaks. */
    private static final int MIN_LENGTH_TO_BREAK = 17;

    private ConsoleText() {}

    /** The text with every line but the first moved to the right by that many columns. */
    static String indent(String text, int columns) {
        return columns == 0 ? text : text.replace("\n", "\n" + " ".repeat(columns));
    }

    /**
     * The string between quotes; where it is longer than what is left of the line, as a sum of its lines, one below the
     * other.
     */
    static String quote(String text, int indent, double lineWidth) {
        if (text.length() < MIN_LENGTH_TO_BREAK || text.length() <= lineWidth - indent - 4 || text.indexOf('\n') < 0) {
            return quote(text);
        }
        StringBuilder out = new StringBuilder(text.length() + 64);
        String margin = " +\n" + " ".repeat(indent + 2);
        int from = 0;
        while (from < text.length()) {
            int lineBreak = text.indexOf('\n', from);
            int end = lineBreak < 0 ? text.length() : lineBreak + 1;
            out.append(from == 0 ? "" : margin).append(quote(text.substring(from, end)));
            from = end;
        }
        return out.toString();
    }

    /** The string between quotes of a sort it does not contain, if there is one, what cannot be seen escaped. */
    static String quote(String text) {
        char mark = '\'';
        if (text.indexOf('\'') >= 0) {
            if (text.indexOf('"') < 0) {
                mark = '"';
            } else if (text.indexOf('`') < 0 && !text.contains("${")) {
                mark = '`';
            }
        }
        StringBuilder out = new StringBuilder(text.length() + 2);
        out.append(mark);
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(unit).append(text.charAt(++i));
            } else if (unit == mark || unit == '\\') {
                out.append('\\').append(unit);
            } else if (unit < 0x20 || (unit >= 0x7f && unit <= 0x9f) || Character.isSurrogate(unit)) {
                appendEscape(out, unit);
            } else {
                out.append(unit);
            }
        }
        return out.append(mark).toString();
    }

    private static void appendEscape(StringBuilder out, char unit) {
        switch (unit) {
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case 0x0b -> out.append("\\v");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append(String.format(unit < 0x100 ? "\\x%02X" : "\\u%04X", (int) unit));
        }
    }

    /** A property's name as it would stand before a colon in a script. */
    static String propertyName(String name) {
        if (name.equals("__proto__")) {
            return "['__proto__']";
        }
        return isIdentifier(name) ? name : quote(name);
    }

    private static boolean isIdentifier(String name) {
        for (int i = 0; i < name.length(); i++) {
            char unit = name.charAt(i);
            boolean letter = (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z') || unit == '_' || unit == '$';
            if (!letter && (i == 0 || unit < '0' || unit > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** A duration in the unit that reads best. */
    static String duration(double milliseconds) {
        if (milliseconds < 1000) {
            // Three decimals at most, without zeros at the end.
            double rounded = Math.round(Math.max(0, milliseconds) * 1000) / 1000.0;
            return (rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded)) + "ms";
        }
        if (milliseconds < 60_000) {
            return String.format(Locale.ROOT, "%.3fs", milliseconds / 1000);
        }
        long whole = (long) milliseconds;
        long minutes = whole / 60_000;
        if (minutes < 60) {
            return String.format(Locale.ROOT, "%d:%06.3f (m:ss.mmm)", minutes, (whole % 60_000) / 1000.0);
        }
        return String.format(Locale.ROOT, "%d:%02d:%02d (h:mm:ss)", minutes / 60, minutes % 60, whole / 1000 % 60);
    }

    /** How many columns of a terminal the text takes. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point < 0x300) {
                width += Character.isISOControl(point) ? 0 : 1;
            } else if (isWide(point)) {
                width += 2;
            } else if (!isZeroWidth(point)) {
                width++;
            }
        }
        return width;
    }

    private static boolean isZeroWidth(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> true;
            default -> false;
        };
    }

    /** East Asian wide and full-width characters, and pictures. */
    private static boolean isWide(int point) {
        return (point >= 0x1100 && point <= 0x115f)
                || (point >= 0x2e80 && point <= 0x303e)
                || (point >= 0x3041 && point <= 0xa4cf)
                || (point >= 0xac00 && point <= 0xd7a3)
                || (point >= 0xf900 && point <= 0xfaff)
                || (point >= 0xfe30 && point <= 0xfe6f)
                || (point >= 0xff00 && point <= 0xff60)
                || (point >= 0xffe0 && point <= 0xffe6)
                || (point >= 0x1f300 && point <= 0x1f64f)
                || (point >= 0x1f680 && point <= 0x1f6ff)
                || (point >= 0x1f900 && point <= 0x1f9ff)
                || (point >= 0x20000 && point <= 0x3fffd);
    }
}
