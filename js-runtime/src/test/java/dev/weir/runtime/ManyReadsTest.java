package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.EchoPeer;
import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten thousand reads that wait on one reader: each settles, in its turn, however the waiting ends. */
final class ManyReadsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Begins the reads, ends the waiting, and tells how they settled: runs of equal outcomes, chunks as their order. */
    private static final String SCRIPT = """
            const COUNT = 10_000;
            var outcome = 'pending';
            async function settle(reader, view, end) {
              const settled = [], reads = [];
              for (let i = 0; i < COUNT; i++) {
                reads.push(reader.read(...view()).then(
                    ({ value, done }) => settled.push(done ? 'done' : `chunk ${Number(value) - i}`),
                    (error) => settled.push(error instanceof TypeError ? 'TypeError' : error instanceof WebSocketError ? 'the connection was dropped' : error)));
              }
              await new Promise((resolve) => setTimeout(resolve));
              if (settled.length > 0) throw new Error(`${settled.length} reads did not wait`);
              end();
              await Promise.all(reads);
              const runs = [];
              for (const one of settled) {
                if (runs.at(-1)?.[1] === one) runs.at(-1)[0]++;
                else runs.push([1, one]);
              }
              return runs.map((run) => run.join(' ')).join(', ');
            }
            function start(promise) {
              promise.then((text) => { outcome = text; }, (error) => { outcome = `failed: ${error}`; });
            }
            """;

    private static final SharedEngine ENGINE = SharedEngine.create();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static WebRuntime.Builder runtime() {
        return WebRuntime.builder().engine(ENGINE);
    }

    private static String outcome(WebRuntime runtime, String body) {
        runtime.run(SCRIPT, "reads.js");
        runtime.run("start((async () => {" + body + "})());", "start.js");
        assertTrue(runtime.runUntil(() -> !"pending".equals(runtime.evaluate("outcome")), LONG));
        return String.valueOf(runtime.evaluate("outcome"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "for (let i = 0; i < COUNT; i++) c.enqueue(i); | 10000 chunk 0",
                "c.enqueue(0); c.close(); | 1 chunk 0, 9999 done",
                "c.enqueue(0); c.error('broken'); | 1 chunk 0, 9999 broken",
                "c.enqueue(0); reader.releaseLock(); | 1 chunk 0, 9999 TypeError",
                "c.enqueue(0); reader.cancel(); | 1 chunk 0, 9999 done",
            },
            delimiter = '|')
    void ofAStream(String end, String settled) {
        try (WebRuntime runtime = runtime().build()) {
            assertEquals(settled, outcome(runtime, """
                    let c;
                    const reader = new ReadableStream({ start(x) { c = x; } }).getReader();
                    return settle(reader, () => [], () => { %s });
                    """.formatted(end)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "for (let i = 0; i < COUNT; i++) c.enqueue(Uint8Array.of(i)); | 10000 byte",
                "c.close(); c.byobRequest.respond(0); | 10000 done",
                "c.error('broken'); | 10000 broken",
                "reader.releaseLock(); | 10000 TypeError",
            },
            delimiter = '|')
    void ofAByteStream(String end, String settled) {
        try (WebRuntime runtime = runtime().build()) {
            assertEquals(settled, outcome(runtime, """
                    let c, number = 0;
                    const reader = new ReadableStream({ type: 'bytes', start(x) { c = x; } }).getReader({ mode: 'byob' });
                    const read = reader.read.bind(reader);
                    reader.read = async (view) => {
                      const own = number++, { value, done } = await read(view);
                      return { done, value: value?.[0] === (own & 255) ? own : NaN };
                    };
                    return (await settle(reader, () => [new Uint8Array(1)], () => { %s })).replace('chunk 0', 'byte');
                    """.formatted(end)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "for (let i = 0; i < COUNT; i++) writer.write(`${i}`); | 10000 chunk 0",
                "socket.close(); | 10000 done",
                "sayGoodbye(); | 1 chunk 0, 9999 done",
                "reader.releaseLock(); | 10000 TypeError",
                "reader.cancel(); | 10000 done",
                "drop(); | 10000 the connection was dropped",
            },
            delimiter = '|')
    void ofAWebSocketStream(String end, String settled) throws IOException {
        try (EchoServer server = EchoServer.builder().start();
                WebRuntime runtime = runtime()
                        .network(NetworkAccess.builder().allow("127.0.0.1").build())
                        .function("drop", arguments -> {
                            server.peers().forEach(EchoPeer::drop);
                            return null;
                        })
                        .function("sayGoodbye", arguments -> {
                            for (EchoPeer peer : server.peers()) {
                                peer.sendText("0");
                                peer.startClose(1000, "");
                            }
                            return null;
                        })
                        .build()) {
            assertEquals(settled, outcome(runtime, """
                    const socket = new WebSocketStream('ws://127.0.0.1:%d/'), { readable, writable } = await socket.opened;
                    const reader = readable.getReader(), writer = writable.getWriter();
                    const text = await settle(reader, () => [], () => { %s });
                    socket.close();
                    return text;
                    """.formatted(server.port(), end)));
        }
    }
}
