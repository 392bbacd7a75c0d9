package dev.weir.autobahn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.EchoPeer;
import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a server that speaks the fuzzing server's words. */
class AutobahnClientTest {
    private final Map<Integer, String> verdicts = new ConcurrentHashMap<>();

    private void serve(EchoPeer peer) {
        String resource = peer.resource();
        int number = Integer.parseInt(resource.replaceAll("\\D", "").isEmpty() ? "0" : resource.replaceAll("\\D", ""));
        if (resource.startsWith("/runCase")) {
            if (number == 3) {
                verdicts.put(number, "FAILED"); // as for a client that leaves
                peer.drop();
            } else {
                verdicts.put(number, number == 2 ? "INFORMATIONAL" : "OK");
                peer.startClose(1000, "");
            }
            return;
        }
        if (resource.startsWith("/getCaseCount")) {
            peer.sendText("4");
        } else if (resource.startsWith("/getCaseInfo")) {
            peer.sendText("{\"id\": \"" + (number < 3 ? 1 : 7) + "." + number + "\", \"description\": \"\"}");
        } else if (resource.startsWith("/getCaseStatus")) {
            if (number == 4) {
                return; // never recorded
            }
            peer.sendText("{\"behavior\": \"" + verdicts.get(number) + "\"}");
        }
        peer.startClose(1000, "");
    }

    @Test
    void verdictsAreCountedAndWhatWasNotRecordedIsMissing(@TempDir Path reports) throws IOException {
        Files.writeString(reports.resolve("index.json"), """
                {"weir": {"1.1": {"behavior": "OK", "behaviorClose": "OK"},
                          "1.2": {"behavior": "INFORMATIONAL", "behaviorClose": "UNCLEAN"},
                          "7.3": {"behavior": "FAILED", "behaviorClose": "OK"}}}
                """);
        List<String> progress = new ArrayList<>();
        try (EchoServer server = EchoServer.builder().onConnect(this::serve).start()) {
            AutobahnReport report = new AutobahnClient(
                            "ws://127.0.0.1:" + server.port() + "/",
                            "WebSocketStream",
                            Duration.ofMillis(1500),
                            progress::add)
                    .run(reports);
            assertFalse(report.isGood());
            assertEquals("""
                    | family | cases | OK | informational | non-strict | failed | not recorded |
                    |---|---:|---:|---:|---:|---:|---:|
                    | 1 framing | 2 | 1 | 1 | 0 | 0 | 0 |
                    | 7 closing | 2 | 0 | 0 | 0 | 1 | 1 |
                    | all | 4 | 1 | 1 | 0 | 1 | 1 |
                    case 1.2: INFORMATIONAL, closing UNCLEAN
                    case 7.3: FAILED, closing OK
                    case 7.4: NOT RECORDED, closing ?
                    """.strip(), String.join("\n", report.lines()));
        }
        assertEquals("1 of 4: case 1.1 OK", progress.getFirst());
    }

    @Test
    void aServerThatDoesNotAnswerIsAnError() {
        AutobahnClient client =
                new AutobahnClient("ws://127.0.0.1:1/", "WebSocketStream", Duration.ofSeconds(5), line -> {});
        IOException error = assertThrows(IOException.class, () -> client.run(null));
        assertTrue(String.valueOf(error.getMessage()).startsWith("the run broke off: "), error.getMessage());
    }

    @Test
    void aReportWithFewerCasesThanTheServerHasIsNotGood() {
        List<CaseResult> one = List.of(new CaseResult("1.1.1", "OK", "OK"));
        assertTrue(new AutobahnReport(1, one).isGood());
        assertFalse(new AutobahnReport(2, one).isGood());
        assertFalse(new AutobahnReport(0, List.of()).isGood());
        assertFalse(new AutobahnReport(1, List.of(new CaseResult("6.4.1", "NON-STRICT", "OK"))).isGood());
    }
}
