package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.console.ConsoleOutput;
import dev.weir.host.ErrorReport;
import dev.weir.websockets.netty.EchoPeer;
import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example of MDN's page on WebSocketStream, byte for byte. */
class MdnExampleTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String PAGE = """
            <!doctype html><title>WebSocketStream</title>
            <div id="output"></div><button id="closeBtn" disabled>Close</button>
            <script>
            %s
            </script>
            """;

    private final List<String> console = new CopyOnWriteArrayList<>();
    private final List<ErrorReport> reports = new CopyOnWriteArrayList<>();
    private final List<EchoPeer> peers = new CopyOnWriteArrayList<>();
    private EchoServer server;
    private WebRuntime runtime;

    @BeforeEach
    void start() throws IOException {
        server = EchoServer.builder()
                .replies(Map.of("ping", "pong"))
                .onConnect(peers::add)
                .start();
        runtime = WebRuntime.builder()
                .virtualClock()
                .console((level, text) -> console.add(level == ConsoleOutput.Level.LOG ? text : level + " " + text))
                .network(NetworkAccess.builder()
                        .allow("127.0.0.1")
                        .hostRules("127.0.0.1:80=127.0.0.1:" + server.port())
                        .build())
                .onError(reports::add)
                .build();
    }

    @AfterEach
    void stop() {
        runtime.close();
        server.close();
    }

    /** What stands between the heading "Examples" and the sentence that follows the code. */
    private static String example() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path document = folder.resolve("shared/mdn/WebSocketStream.txt");
            if (Files.exists(document)) {
                String text = Files.readString(document);
                int start = text.indexOf("\nExamples\n") + "\nExamples\n".length();
                return text.substring(start, text.indexOf("\nSee Using WebSocketStream", start));
            }
        }
        assumeTrue(false, "the MDN page does not stand beside this checkout");
        return "";
    }

    private long shown(Page page, String text) {
        return page.text().lines().filter(line -> line.equals(text)).count();
    }

    @Test
    void itRunsUnmodified() throws IOException {
        Page page = runtime.loadPage(PAGE.formatted(example()), "http://127.0.0.1/index.html");
        assertTrue(runtime.runUntil(() -> shown(page, "RECEIVED: pong") >= 1, LONG), page::text);
        for (int i = 2; i <= 3; i++) {
            int received = i;
            runtime.advance(Duration.ofSeconds(5));
            assertTrue(runtime.runUntil(() -> shown(page, "RECEIVED: pong") >= received, LONG), page::text);
        }
        assertEquals(1, shown(page, "CONNECTED"));
        assertEquals(3, shown(page, "SENT: ping"));
        assertEquals(0, page.count("#closeBtn[disabled]"));
        assertEquals(List.of("ws://127.0.0.1/"), console);
        assertEquals(List.of(), reports);
    }

    @Test
    void itShowsThatTheServerHasClosed() throws IOException {
        Page page = runtime.loadPage(PAGE.formatted(example()), "http://127.0.0.1/index.html");
        assertTrue(runtime.runUntil(() -> shown(page, "RECEIVED: pong") >= 1, LONG), page::text);
        peers.get(0).startClose(1000, "done");
        assertTrue(runtime.runUntil(() -> shown(page, "RECEIVED: undefined") == 1, LONG), page::text);
        assertEquals(List.of(), reports);
    }

    @Test
    void onAPageWithoutItsElementsItFailsAsInABrowser() throws IOException {
        Page page = runtime.loadPage(
                "<!doctype html><p>bare</p><script>\n" + example() + "\n</script>", "http://127.0.0.1/index.html");
        assertTrue(runtime.runUntil(() -> !reports.isEmpty(), LONG));
        assertTrue(runtime.runUntil(() -> reports.size() >= 1, LONG));
        assertEquals("bare", page.text().strip());
        assertEquals(
                List.of("Uncaught (in promise) TypeError: Cannot read property 'appendChild' of null"),
                reports.stream().map(ErrorReport::message).toList());
    }
}
