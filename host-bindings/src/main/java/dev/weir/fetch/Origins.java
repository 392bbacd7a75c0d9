package dev.weir.fetch;

import dev.weir.url.UrlRecord;

/** What is asked of URLs' origins. */
final class Origins {
    private Origins() {}

    /** Whether both URLs are of one origin that is not opaque. */
    static boolean isSame(UrlRecord one, UrlRecord other) {
        return isSame(one.origin(), other);
    }

    /** @param origin serialized; {@code null} (the word) is for an opaque one */
    static boolean isSame(String origin, UrlRecord url) {
        return !origin.equals("null") && origin.equals(url.origin());
    }
}
