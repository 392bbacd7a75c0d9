package dev.weir.url;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.util.ICUInputTooLongException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads hosts.
 *
 * @see <a href="https://url.spec.whatwg.org/#host-parsing">URL, host parsing</a>
 */
final class HostParser {
    private static final String FORBIDDEN_HOST = "\0\t\n\r #/:<>?@[\\]^|";

    private HostParser() {}

    /** The host, or null for failure; https://url.spec.whatwg.org/#concept-host-parser */
    static @Nullable UrlHost parse(String input, boolean isOpaque) {
        if (input.startsWith("[")) {
            return input.endsWith("]") ? parseIpv6(input.substring(1, input.length() - 1)) : null;
        }
        if (isOpaque) {
            return parseOpaque(input);
        }
        String ascii = domainToAscii(PercentEncodeSet.decode(input));
        if (ascii == null || ascii.isEmpty() || hasForbiddenDomainCodePoint(ascii)) {
            return null;
        }
        return endsInANumber(ascii) ? parseIpv4(ascii) : new UrlHost.Domain(ascii);
    }

    /** https://url.spec.whatwg.org/#concept-opaque-host-parser */
    private static @Nullable UrlHost parseOpaque(String input) {
        for (int i = 0; i < input.length(); i++) {
            if (FORBIDDEN_HOST.indexOf(input.charAt(i)) >= 0) {
                return null;
            }
        }
        return new UrlHost.Opaque(PercentEncodeSet.C0_CONTROL.encode(input));
    }

    private static boolean hasForbiddenDomainCodePoint(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (c <= 0x1f || c == '%' || c == 0x7f || FORBIDDEN_HOST.indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** https://url.spec.whatwg.org/#concept-domain-to-ascii, not strict; null for failure. */
    private static @Nullable String domainToAscii(String domain) {
        boolean ascii = domain.chars().allMatch(c -> c < 0x80);
        if (ascii) {
            String lower = domain.toLowerCase(Locale.ROOT);
            if (!lower.startsWith("xn--") && !lower.contains(".xn--")) {
                return lower;
            }
        }
        IDNA.Info info = new IDNA.Info();
        StringBuilder result;
        try {
            result = Uts46.INSTANCE.nameToASCII(domain, new StringBuilder(), info);
        } catch (ICUInputTooLongException e) {
            return null; // some thousand characters: longer than any name that can be looked up
        }
        return Uts46.TOLERATED.containsAll(info.getErrors()) ? result.toString() : null;
    }

    /** Loaded when the first domain needs it: the data takes a while. */
    private static final class Uts46 {
        static final IDNA INSTANCE = IDNA.getUTS46Instance(IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE);

        /** What CheckHyphens and VerifyDnsLength look for, which URLs ask for neither of. */
        static final Set<IDNA.Error> TOLERATED = EnumSet.of(
                IDNA.Error.LEADING_HYPHEN,
                IDNA.Error.TRAILING_HYPHEN,
                IDNA.Error.HYPHEN_3_4,
                IDNA.Error.EMPTY_LABEL,
                IDNA.Error.LABEL_TOO_LONG,
                IDNA.Error.DOMAIN_NAME_TOO_LONG);
    }

    // ---- IPv4

    /** https://url.spec.whatwg.org/#ends-in-a-number-checker */
    private static boolean endsInANumber(String domain) {
        int end = domain.endsWith(".") ? domain.length() - 1 : domain.length();
        if (end == 0) {
            return false;
        }
        String last = domain.substring(domain.lastIndexOf('.', end - 1) + 1, end);
        return (!last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9')) || parseIpv4Number(last) >= 0;
    }

    /** https://url.spec.whatwg.org/#concept-ipv4-parser */
    private static @Nullable UrlHost parseIpv4(String input) {
        String trimmed = input.endsWith(".") ? input.substring(0, input.length() - 1) : input;
        String[] parts = trimmed.split("\\.", -1);
        if (parts.length > 4) {
            return null;
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long number = parseIpv4Number(parts[i]);
            boolean last = i == parts.length - 1;
            if (number < 0 || number >= (last ? 1L << (8 * (5 - parts.length)) : 256)) {
                return null;
            }
            address |= last ? number : number << (8 * (3 - i));
        }
        return new UrlHost.Ipv4((int) address);
    }

    /** The number, no more than 2^32 however large it is, or -1; https://url.spec.whatwg.org/#ipv4-number-parser */
    private static long parseIpv4Number(String input) {
        if (input.isEmpty()) {
            return -1;
        }
        int radix = 10;
        int start = 0;
        if (input.startsWith("0x") || input.startsWith("0X")) {
            radix = 16;
            start = 2;
        } else if (input.length() >= 2 && input.charAt(0) == '0') {
            radix = 8;
            start = 1;
        }
        long value = 0;
        for (int i = start; i < input.length(); i++) {
            char c = input.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = Math.min(value * radix + digit, 1L << 32);
        }
        return value;
    }

    // ---- IPv6

    /** https://url.spec.whatwg.org/#concept-ipv6-parser */
    private static UrlHost.@Nullable Ipv6 parseIpv6(String input) {
        int[] address = new int[8];
        int pieceIndex = 0;
        int compress = -1;
        int pointer = 0;
        if (input.startsWith(":")) {
            if (!input.startsWith("::")) {
                return null;
            }
            pointer = 2;
            pieceIndex++;
            compress = pieceIndex;
        }
        while (pointer < input.length()) {
            if (pieceIndex == 8) {
                return null;
            }
            if (input.charAt(pointer) == ':') {
                if (compress >= 0) {
                    return null;
                }
                pointer++;
                pieceIndex++;
                compress = pieceIndex;
                continue;
            }
            int start = pointer;
            int value = 0;
            while (pointer - start < 4 && hexDigit(input, pointer) >= 0) {
                value = value * 16 + hexDigit(input, pointer);
                pointer++;
            }
            if (pointer < input.length()) {
                char c = input.charAt(pointer);
                if (c == '.') {
                    if (pointer == start || pieceIndex > 6 || !parseTrailingIpv4(input, start, address, pieceIndex)) {
                        return null;
                    }
                    pieceIndex += 2;
                    break;
                }
                pointer++;
                if (c != ':' || pointer == input.length()) {
                    return null;
                }
            }
            address[pieceIndex] = value;
            pieceIndex++;
        }
        if (compress < 0 && pieceIndex != 8) {
            return null;
        }
        if (compress >= 0) {
            int moved = pieceIndex - compress;
            System.arraycopy(address, compress, address, 8 - moved, moved);
            Arrays.fill(address, compress, 8 - moved, 0);
        }
        return new UrlHost.Ipv6(join(address, 0), join(address, 4));
    }

    /** The last 32 bits written as IPv4, which must reach to the end of the input. */
    private static boolean parseTrailingIpv4(String input, int start, int[] address, int pieceIndex) {
        int pointer = start;
        int numbersSeen = 0;
        while (pointer < input.length()) {
            if (numbersSeen > 0) {
                if (input.charAt(pointer) != '.' || numbersSeen == 4) {
                    return false;
                }
                pointer++;
            }
            int first = pointer;
            int number = 0;
            while (pointer < input.length() && isDigit(input.charAt(pointer))) {
                if (pointer > first && number == 0) {
                    return false;
                }
                number = number * 10 + input.charAt(pointer) - '0';
                if (number > 255) {
                    return false;
                }
                pointer++;
            }
            if (pointer == first) {
                return false;
            }
            int piece = pieceIndex + numbersSeen / 2;
            address[piece] = address[piece] * 256 + number;
            numbersSeen++;
        }
        return numbersSeen == 4;
    }

    private static long join(int[] pieces, int from) {
        long joined = 0;
        for (int i = from; i < from + 4; i++) {
            joined = (joined << 16) | pieces[i];
        }
        return joined;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int hexDigit(String text, int at) {
        return at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
    }
}
