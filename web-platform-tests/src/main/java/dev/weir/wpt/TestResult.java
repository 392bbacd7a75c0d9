package dev.weir.wpt;

import java.util.List;

/**
 * What became of one test.
 *
 * @param status the file as a whole
 * @param message what is wrong when the status is not OK
 * @param subtests in the order in which the harness told of them
 * @param millis how long it took
 * @param log what the test printed and what went wrong besides, for a reader
 */
record TestResult(
        SuiteTest test, Status status, String message, List<Subtest> subtests, long millis, List<String> log) {
    /** The first four are the harness's own words, in the order of its numbers. */
    enum Status {
        OK,
        ERROR,
        TIMEOUT,
        PRECONDITION_FAILED,
        /** The runtime itself failed. */
        CRASH
    }

    long passed() {
        return subtests.stream().filter(Subtest::passed).count();
    }

    boolean allPassed() {
        return status == Status.OK && !subtests.isEmpty() && passed() == subtests.size();
    }
}
