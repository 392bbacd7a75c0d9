package dev.weir.deflate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.deflate.DeflateReport.Result;
import dev.weir.websockets.netty.EchoPeer;
import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The client against a server that compresses, or does not as it should. */
class DeflateClientTest {
    private static final Agreement PLAIN = new Agreement(false, false, null, null);

    private final List<String> progress = new ArrayList<>();

    private DeflateReport run(boolean compression, Consumer<EchoPeer> onConnect, Agreement... agreements)
            throws IOException, InterruptedException {
        try (EchoServer server = EchoServer.builder()
                .compression(compression)
                .replies(Map.of("done", "100 20 30"))
                .onConnect(onConnect)
                .start()) {
            String url = "ws://127.0.0.1:" + server.port();
            return new ParallelClients(url, List.of(agreements), 1, Duration.ofSeconds(60), progress::add)
                    .run(Math.min(2, agreements.length));
        }
    }

    @Test
    void everyMessageIsCountedThatComesBackAsItWas() throws IOException, InterruptedException {
        DeflateReport report = run(true, peer -> {}, PLAIN);
        assertEquals(List.of(), report.failures());
        assertTrue(report.isGood());
        assertEquals("""
                | context kept | agreements | 16 B | 64 B | 256 B | 1 KiB | 4 KiB | 8 KiB | 16 KiB | 32 KiB | 64 KiB | 128 KiB | messages | sent as | received as |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
                | by both | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 20 | 20 % | 30 % |
                | all | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 20 | 20 % | 30 % |
                """.strip(), String.join("\n", report.table()));
        assertEquals(List.of("1 of 1: no parameters OK"), progress);
    }

    @Test
    void anotherAgreementThanTheOneMeantIsAFailure() throws IOException, InterruptedException {
        DeflateReport report = run(false, peer -> {}, PLAIN, new Agreement(true, false, 9, null));
        assertFalse(report.isGood());
        assertEquals(
                List.of(
                        "no parameters: the server agreed on ''",
                        "server_no_context_takeover server_max_window_bits=9: the server agreed on ''"),
                report.failures());
    }

    @Test
    void aMessageThatComesBackAsAnotherOneIsAFailure() throws IOException, InterruptedException {
        DeflateReport report = run(true, peer -> peer.sendText("stray"), PLAIN);
        assertFalse(report.isGood());
        assertEquals(List.of("no parameters: message 1 of size 16 came back as another one"), report.failures());
    }

    @Test
    void aConnectionThatEndsIsAFailureAndTheNextAgreementIsTried() throws IOException, InterruptedException {
        DeflateReport report = run(true, peer -> peer.startClose(1000, ""), PLAIN, PLAIN);
        assertFalse(report.isGood());
        assertEquals(2, report.failures().size());
    }

    @Test
    void aRunThatLacksResultsIsNotGood() {
        assertFalse(new DeflateReport(DeflateClient.SIZES, 1, List.of()).isGood());
        Result oneSize = new Result(PLAIN, List.of(16), 1, 1, 1, "");
        assertFalse(new DeflateReport(DeflateClient.SIZES, 1, List.of(oneSize)).isGood());
    }

    @Test
    void everyAgreementIsThereOnceAndIsKnownByItsAnswer() {
        List<Agreement> all = Agreement.all();
        assertEquals(256, all.size());
        assertEquals(256, new HashSet<>(all).size());
        Agreement full = new Agreement(true, true, 9, 15);
        assertEquals(
                "server_no_context_takeover&client_no_context_takeover&server_max_window_bits=9&client_max_window_bits=15",
                full.query());
        assertTrue(full.isMeantBy("permessage-deflate; client_max_window_bits=15; server_max_window_bits=9;"
                + " client_no_context_takeover; server_no_context_takeover"));
        assertFalse(full.isMeantBy("permessage-deflate"));
        assertFalse(PLAIN.isMeantBy("permessage-deflate; client_max_window_bits=15"));
        assertTrue(PLAIN.isMeantBy("permessage-deflate"));
    }
}
