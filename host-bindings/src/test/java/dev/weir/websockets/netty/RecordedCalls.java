package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a listener wrote down; a test takes the lines away, and none may be left over. */
abstract class RecordedCalls {
    final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** Everything written down so far. */
    final List<String> drain() {
        List<String> all = new ArrayList<>();
        events.drainTo(all);
        return all;
    }

    /** Everything written down so far is exactly this. */
    final void expect(String... expected) {
        assertEquals(String.join("\n", expected), String.join("\n", drain()));
    }

    /** The next call, when it comes. */
    final String next() {
        try {
            String event = events.poll(20, TimeUnit.SECONDS);
            assertNotNull(event, "no call to the listener");
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next calls, when they come, are these. */
    final void await(String... expected) {
        for (String event : expected) {
            assertEquals(event, next());
        }
    }
}
