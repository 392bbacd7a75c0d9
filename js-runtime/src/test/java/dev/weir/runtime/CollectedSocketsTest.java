package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.EchoPeer;
import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Sockets under a collector that works all the time: what a script may still hear of is there to tell it, although
 * nothing but the connection holds it.
 *
 * @see <a href="https://websockets.spec.whatwg.org/#garbage-collection">WebSockets, garbage collection</a>
 */
final class CollectedSocketsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SOCKETS = 150;

    /** Of each three sockets one has listeners, one is read from, and one is dropped; no variable holds any. */
    private static final String SCRIPT = """
            var opened = 0, heard = 0, ended = 0, wrong = [];
            function listening() {
              const socket = new WebSocket(url);
              socket.onopen = () => opened++;
              socket.onmessage = ({ data }) => { if (data === 'late') heard++; else wrong.push(data); };
              socket.onclose = ({ code }) => { if (code === 1001) ended++; else wrong.push(code); };
            }
            function reading() {
              const socket = new WebSocketStream(url);
              socket.opened.then(({ readable }) => {
                opened++;
                readable.getReader().read().then(({ value }) => { if (value === 'late') heard++; else wrong.push(value); });
              });
              socket.closed.then(({ closeCode }) => { if (closeCode === 1001) ended++; else wrong.push(closeCode); });
            }
            function dropped() {
              new WebSocketStream(url).opened.then(() => opened++);
            }
            for (let i = 0; i < %d; i++) [listening, reading, dropped][i %% 3]();
            """.formatted(SOCKETS);

    private static void collect() {
        byte[][] garbage = new byte[64][];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = new byte[64 << 10];
        }
        System.gc();
    }

    private static void awaitCount(WebRuntime runtime, String variable, int count) {
        AtomicInteger asked = new AtomicInteger();
        assertTrue(
                runtime.runUntil(
                        () -> {
                            if (asked.getAndIncrement() % 32 == 0) { // the loop shall do something besides
                                collect();
                            }
                            return Integer.valueOf(count).equals(runtime.evaluate(variable));
                        },
                        LONG),
                () -> variable + " is " + runtime.evaluate(variable) + ", " + runtime.evaluate("wrong.join()"));
    }

    @Test
    void noSocketThatMayStillTellSomethingIsCollected() throws IOException {
        try (EchoServer server = EchoServer.builder().start();
                WebRuntime runtime = WebRuntime.builder()
                        .network(NetworkAccess.builder().allow("127.0.0.1").build())
                        .build()) {
            runtime.run("const url = 'ws://127.0.0.1:" + server.port() + "';" + SCRIPT, "sockets.js");
            awaitCount(runtime, "opened", SOCKETS);
            for (int i = 0; i < 10; i++) {
                collect();
            }
            server.peers().forEach(peer -> peer.sendText("late"));
            awaitCount(runtime, "heard", SOCKETS / 3 * 2);
            for (EchoPeer peer : server.peers()) {
                peer.startClose(1001, "");
            }
            awaitCount(runtime, "ended", SOCKETS / 3 * 2);
            assertEquals("", runtime.evaluate("wrong.join()"));
        }
    }
}
