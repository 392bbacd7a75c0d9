package dev.weir.wpt;

/**
 * What became of one {@code test()} of a file.
 *
 * @param message why it did not pass; empty when it did
 */
record Subtest(String name, Status status, String message) {
    /** The harness's own words, in the order of its numbers. */
    enum Status {
        PASS,
        FAIL,
        TIMEOUT,
        NOTRUN,
        PRECONDITION_FAILED
    }

    boolean passed() {
        return status == Status.PASS;
    }
}
