package dev.weir.autobahn;

/**
 * The verdict on one case.
 *
 * @param id such as {@code 6.4.1}
 * @param behavior the server's word, {@code OK} say; {@link #MISSING} when it recorded none
 * @param closing the server's word on how the connection was closed; {@link #UNKNOWN} when its report cannot be read
 */
record CaseResult(String id, String behavior, String closing) {
    static final String MISSING = "NOT RECORDED";
    static final String UNKNOWN = "?";

    /** The family: what is before the first dot. */
    int family() {
        return Integer.parseInt(id.substring(0, id.indexOf('.')));
    }

    /** Whether it is as it should be; the suite says of some cases only what a client does. */
    boolean isGood() {
        return (behavior.equals("OK") || behavior.equals("INFORMATIONAL"))
                && (closing.equals("OK") || closing.equals("INFORMATIONAL") || closing.equals(UNKNOWN));
    }

    CaseResult withClosing(String word) {
        return new CaseResult(id, behavior, word);
    }
}
