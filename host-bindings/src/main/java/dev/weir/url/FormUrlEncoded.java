package dev.weir.url;

import dev.weir.encoding.codec.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * Names and values in one string, as queries and forms have them.
 *
 * @see <a href="https://url.spec.whatwg.org/#application/x-www-form-urlencoded">URL, application/x-www-form-urlencoded</a>
 */
public final class FormUrlEncoded {
    /** A name with its value; both may be empty. */
    public record Pair(String name, String value) {}

    private FormUrlEncoded() {}

    /** The pairs in order, as a new list that may be changed; https://url.spec.whatwg.org/#concept-urlencoded-parser */
    public static List<Pair> parse(String input) {
        List<Pair> pairs = new ArrayList<>();
        int length = input.length();
        for (int start = 0; start < length; ) {
            int end = input.indexOf('&', start);
            if (end < 0) {
                end = length;
            }
            if (end > start) {
                int equals = input.indexOf('=', start, end);
                pairs.add(
                        equals < 0
                                ? new Pair(decode(input.substring(start, end)), "")
                                : new Pair(
                                        decode(input.substring(start, equals)),
                                        decode(input.substring(equals + 1, end))));
            }
            start = end + 1;
        }
        return pairs;
    }

    private static String decode(String text) {
        return PercentEncodeSet.decode(text.replace('+', ' '));
    }

    /** https://url.spec.whatwg.org/#concept-urlencoded-serializer */
    public static String serialize(List<Pair> pairs) {
        StringBuilder text = new StringBuilder();
        for (Pair pair : pairs) {
            if (!text.isEmpty()) {
                text.append('&');
            }
            encode(Utf8.toWellFormed(pair.name), text);
            text.append('=');
            encode(Utf8.toWellFormed(pair.value), text);
        }
        return text.toString();
    }

    private static void encode(String text, StringBuilder to) {
        int plain = 0;
        for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', plain)) {
            PercentEncodeSet.FORM_URLENCODED.encode(text, plain, space, to);
            to.append('+');
            plain = space + 1;
        }
        PercentEncodeSet.FORM_URLENCODED.encode(text, plain, text.length(), to);
    }
}
