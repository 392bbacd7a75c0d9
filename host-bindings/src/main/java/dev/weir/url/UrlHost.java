package dev.weir.url;

import org.jspecify.annotations.Nullable;

/**
 * What a URL points to: a name, an address, or whatever a scheme that is not special makes of it.
 *
 * @see <a href="https://url.spec.whatwg.org/#concept-host">URL, host</a>
 */
public sealed interface UrlHost {
    /** A domain in ASCII. */
    record Domain(String name) implements UrlHost {
        @Override
        public String serialize() {
            return name;
        }
    }

    /** An address of 32 bits. */
    record Ipv4(int address) implements UrlHost {
        @Override
        public String serialize() {
            return (address >>> 24) + "." + ((address >> 16) & 255) + "." + ((address >> 8) & 255) + "."
                    + (address & 255);
        }
    }

    /** An address of 128 bits. */
    record Ipv6(long high, long low) implements UrlHost {

        int piece(int index) {
            return (int) ((index < 4 ? high : low) >>> (48 - 16 * (index & 3))) & 0xffff;
        }

        @Override
        public String serialize() {
            return "[" + address() + "]";
        }

        /** The address without its brackets; https://url.spec.whatwg.org/#concept-ipv6-serializer */
        public String address() {
            int compress = startOfLongestRunOfZeros();
            StringBuilder text = new StringBuilder(39);
            for (int i = 0; i < 8; i++) {
                if (i == compress) {
                    text.append(i == 0 ? "::" : ":");
                    while (i < 7 && piece(i + 1) == 0) {
                        i++;
                    }
                } else {
                    text.append(Integer.toHexString(piece(i)));
                    if (i < 7) {
                        text.append(':');
                    }
                }
            }
            return text.toString();
        }

        /** Where the first longest run of two or more zero pieces begins, or -1. */
        private int startOfLongestRunOfZeros() {
            int longest = -1;
            int longestSize = 1;
            for (int i = 0; i < 8; i++) {
                int size = 0;
                while (i + size < 8 && piece(i + size) == 0) {
                    size++;
                }
                if (size > longestSize) {
                    longest = i;
                    longestSize = size;
                }
                i += size;
            }
            return longest;
        }
    }

    /** A host that nothing but its scheme understands; empty for the empty host. */
    record Opaque(String text) implements UrlHost {
        /** The host of a file URL that names none, and of {@code scheme://}. */
        static final Opaque EMPTY = new Opaque("");

        @Override
        public String serialize() {
            return text;
        }
    }

    /** What the text is as the host of a URL with a special scheme ({@code https} or {@code ws}, say); null when none. */
    static @Nullable UrlHost parse(String text) {
        return HostParser.parse(text, false);
    }

    /** https://url.spec.whatwg.org/#concept-host-serializer */
    String serialize();

    default boolean isEmpty() {
        return serialize().isEmpty();
    }
}
