package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever a server sends, the listener hears one end, the loop's handler nothing, and no socket stays. */
@ExtendWith(NoLeaks.class)
class HttpFuzzTest {
    private static final String[] PARTS = {
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 204 x\r\n",
        "HTTP/1.0 200\r\n",
        "HTTP/1.1 103 h\r\n",
        "HTTP/1.1 101 h\r\n",
        "HTTP/1.1 -1 h\r\n",
        "HTTP/9.9 200 OK\r\n",
        "Content-Length: 5\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Connection: close\r\n",
        "Set-Cookie: a=b\r\n",
        "X: \u00e9\0\r\n",
        " folded\r\n",
        ": nameless\r\n",
        "\r\n",
        "\n",
        "\r",
        "5\r\nhello\r\n",
        "0\r\n\r\n",
        "0\r\n",
        "ffffffff\r\n",
        "5;a=\"b\r\n",
        "hello",
        "\0",
        "Keep-Alive: timeout=99999\r\n",
        "Upgrade: websocket\r\n"
    };

    private final HttpRealm realm = new HttpRealm();

    @AfterEach
    void end() {
        realm.close();
    }

    private static byte[] response(Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(4) > 0) {
            text.append(PARTS[random.nextInt(4)]);
        }
        for (int parts = random.nextInt(10); parts > 0; parts--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > 0 && random.nextInt(3) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    @Test
    void garbageEndsInOneCallAndLeavesNothing() throws Exception {
        var reported = realm.uncaught();
        long seed = 20261127;
        Random random = new Random(seed);
        LinkedBlockingQueue<byte[]> responses = new LinkedBlockingQueue<>();
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            byte[] response = responses.poll(20, TimeUnit.SECONDS);
            if (response == null) {
                throw new IOException("no response is left");
            }
            int cut = response.length / 2;
            connection.peer().socket.getOutputStream().write(response, 0, cut);
            connection.peer().socket.getOutputStream().write(response, cut, response.length - cut);
        })) {
            int ended = 0;
            for (int round = 0; round < 2000; round++) {
                byte[] response = response(random);
                responses.add(response);
                HttpRecorder recorder = realm.get(server.url());
                String shown = "round " + round + " of seed " + seed + ": "
                        + new String(response, StandardCharsets.ISO_8859_1)
                                .replace("\r", "\\r")
                                .replace("\n", "\\n");
                String event = recorder.next();
                if (event.startsWith("head ")) {
                    assertTrue(event.matches("head [2-9][0-9]{2} (?s:.*)"), shown + event);
                    event = recorder.next();
                }
                if (event.startsWith("end ")) {
                    ended++;
                } else {
                    assertTrue(event.matches("failed: [\\x20-\\x7e]+"), shown + event);
                    assertFalse(event.contains("internal error"), shown);
                }
                realm.awaitChannels(0);
                recorder.expect();
            }
            assertTrue(ended > 50 && ended < 1950, "some are good, most are not: " + ended);
            assertFalse(reported.isDone(), () -> "reported " + reported.join());
            assertEquals(0, realm.onLoop(() -> realm.loop.dependents().size()));
        }
    }
}
