package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** WebSocketStreams whose server has gone while messages lay unread. */
class EndBehindUnreadTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** More than is given to a script at once, so that a part lies unread. */
    private static final int MESSAGES = 6000;

    private static final String ALL = "\u0081\u0001a".repeat(MESSAGES);
    private static final String CLOSE_4001 = "\u0088\u0005\u000f\u00a1bye";

    /** A server that says all this, frames as they are, and goes. */
    private static FrameServer saying(String frames) throws Exception {
        return FrameServer.start(peer -> peer.send(frames.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String run(FrameServer server, String body) throws Exception {
        try (WebRuntime runtime = WebRuntime.builder()
                .network(NetworkAccess.builder().allow("127.0.0.1").build())
                .build()) {
            runtime.run(
                    "var outcome = 'pending', url = '" + server.url() + "'; (async () => {" + body
                            + "})().then((v) => { outcome = String(v); }, (e) => { outcome = 'rejected: ' + e; });",
                    "test");
            assertTrue(runtime.runUntilIdle(LONG), "the runtime comes to rest");
            return String.valueOf(runtime.evaluate("outcome"));
        }
    }

    @Test
    void whoOnlyWritesHearsOfTheEndAndMayStillRead() throws Exception {
        try (FrameServer server = saying(ALL + CLOSE_4001)) {
            assertEquals("InvalidStateError 4001 bye " + MESSAGES, run(server, """
                    const socket = new WebSocketStream(url);
                    const { readable, writable } = await socket.opened;
                    const writer = writable.getWriter();
                    let refusal;
                    while (!refusal) {
                      await writer.write('x').catch((e) => { refusal = e.name; });
                      await new Promise((resolve) => setTimeout(resolve, 5));
                    }
                    const { closeCode, reason } = await socket.closed;
                    let text = '';
                    for await (const message of readable) text += message;
                    return [refusal, closeCode, reason, text.length].join(' ');
                    """));
        }
    }

    @Test
    void whoDoesNothingHearsOfTheEnd() throws Exception {
        try (FrameServer server = saying(ALL + CLOSE_4001)) {
            assertEquals("4001", run(server, """
                    const socket = new WebSocketStream(url);
                    return (await socket.closed).closeCode;
                    """));
        }
    }

    /** An error takes with it what the stream holds then, as the standard has it, but not what came before. */
    @Test
    void whatCameBeforeAnUncleanEndIsReadAndThenTheError() throws Exception {
        try (FrameServer server = saying(ALL)) {
            assertEquals("WebSocketError true WebSocketError true", run(server, """
                    const socket = new WebSocketStream(url);
                    const { readable, writable } = await socket.opened;
                    const reason = await socket.closed.catch((e) => e);
                    const written = await writable.getWriter().closed.catch((e) => e);
                    let text = '', end;
                    try {
                      for await (const message of readable) text += message;
                    } catch (e) {
                      end = e;
                    }
                    return [reason.constructor.name, text.length > 4000, end.constructor.name, reason === end && end === written].join(' ');
                    """));
        }
    }

    @Test
    void whoCancelsAfterTheEndIsDone() throws Exception {
        try (FrameServer server = saying(ALL + CLOSE_4001)) {
            assertEquals("4001 true", run(server, """
                    const socket = new WebSocketStream(url);
                    const { readable } = await socket.opened;
                    const { closeCode } = await socket.closed;
                    socket.close();
                    await readable.cancel();
                    return [closeCode, (await readable.getReader().read()).done].join(' ');
                    """));
        }
    }

    @Test
    void nameAndPasswordStandInNoMessage() throws Exception {
        try (WebRuntime runtime = WebRuntime.builder()
                .url("https://page.test/")
                .network(NetworkAccess.allowAll())
                .build()) {
            runtime.run("""
                    var messages = [];
                    for (const url of ['ws://me:secret@far.test/', 'wss://me:secret@127.0.0.1:22/', 'wss://me:secret@h/#f']) {
                      try {
                        new WebSocketStream(url).closed.catch((e) => messages.push(e.message));
                      } catch (e) {
                        messages.push(e.message);
                      }
                    }
                    """, "test");
            assertTrue(runtime.runUntilIdle(LONG));
            assertEquals(3, runtime.evaluate("messages.length"));
            assertEquals("", runtime.evaluate("messages.filter((m) => m.includes('secret')).join()"));
        }
    }
}
