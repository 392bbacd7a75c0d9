package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading on demand: what is held, what is asked of the socket, and when. */
@ExtendWith(NoLeaks.class)
class PausingTest {
    private static final String LOST =
            "closed unclean 1006 [] unsent 0: ws://host.test/chat: server closed the connection without a close frame";

    private final Wire wire = new Wire().open();

    @AfterEach
    void nothingIsLeftOver() {
        wire.close();
    }

    @Test
    void aPauseAmidABatchHoldsTheRestAndReadsNothing() {
        wire.listener.onMessage = wire.connection::pause;
        wire.receive("81 01 61 81 01 62 81 01 63");
        wire.listener.expect("text a", "batch");
        wire.turn();
        assertEquals(0, wire.reads, "nothing is read while paused");

        wire.connection.resume();
        wire.listener.expect();
        wire.turn();
        wire.listener.expect("text b", "batch");
        wire.listener.onMessage = () -> {};
        wire.connection.resume();
        wire.turn();
        wire.listener.expect("text c", "batch");
        assertEquals(1, wire.reads, "reading goes on when nothing is held");
    }

    @Test
    void resumeAsksTheSocketAtOnceWhenNothingIsHeld() {
        wire.connection.pause();
        wire.connection.resume();
        assertEquals(1, wire.reads);
        wire.connection.resume();
        assertEquals(1, wire.reads, "resuming what is not paused asks for nothing");
    }

    @Test
    void bytesThatArriveWhilePausedAreHeld() {
        wire.connection.pause();
        wire.receive("81 02 61").receive("62 81 01 63");
        wire.listener.expect();
        assertEquals(0, wire.reads);
        wire.connection.resume();
        wire.turn();
        wire.listener.expect("text ab", "text c", "batch");
        assertEquals(1, wire.reads);
    }

    @Test
    void aListenerMayPauseAndResumeInOneCall() {
        wire.listener.onMessage = () -> {
            wire.connection.pause();
            wire.connection.resume();
        };
        wire.receive("81 01 61 81 01 62");
        wire.listener.expect("text a", "text b", "batch");
        assertEquals(1, wire.reads);
    }

    @Test
    void aListenerMayResumeAtTheEndOfTheBatch() {
        wire.listener.onMessage = wire.connection::pause;
        wire.listener.onReadComplete = wire.connection::resume;
        wire.receive("81 01 61 81 01 62");
        wire.turn();
        wire.listener.expect("text a", "batch", "text b", "batch");
        assertEquals(1, wire.reads);
    }

    @Test
    void aConnectionMayBePausedFromTheStart() {
        try (Wire fresh = new Wire()) {
            fresh.listener.onOpen = fresh.connection::pause;
            String request = fresh.begin();
            int before = fresh.reads;
            fresh.channel.writeInbound(Wire.ascii(Wire.answerTo(request, "")), Wire.hex("81 01 61"));
            fresh.listener.expect("open [] []");
            assertEquals(before, fresh.reads);
            fresh.connection.resume();
            fresh.turn();
            fresh.listener.expect("text a", "batch");
        }
    }

    @Test
    void theEndOfTheConnectionWaitsForHeldMessages() {
        wire.listener.onMessage = wire.connection::pause;
        wire.receive("81 01 61 81 01 62");
        wire.listener.expect("text a", "batch");
        wire.serverEnds();
        wire.listener.expect("ending: " + LOST);
        wire.connection.resume();
        wire.turn();
        wire.listener.expect("text b", "batch");
        wire.connection.resume();
        wire.turn();
        wire.listener.expect(LOST);
    }

    @Test
    void theEndOfAPausedConnectionWithNothingHeldIsToldAtOnce() {
        wire.connection.pause();
        wire.serverEnds();
        wire.listener.expect(LOST);
    }

    @Test
    void theServersCloseFrameWaitsForHeldMessages() {
        wire.listener.onMessage = wire.connection::pause;
        wire.receive("81 01 61 88 02 03e8 81 01 62");
        wire.listener.expect("text a", "batch");
        wire.serverEnds();
        wire.listener.expect("ending: closed clean 1000 [] unsent 0");
        wire.connection.resume();
        wire.turn();
        wire.listener.expect("closing 1000 [] unsent 0", "closed clean 1000 [] unsent 0");
    }

    /** What lies before the close frame, and what its end is; the first bytes come before the pause. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''          | 81 01 61 88 05 0fa1 627965            | closed clean 4001 [bye] unsent 0
            ''          | 88 00                                 | closed clean 1005 [] unsent 0
            ''          | 89 02 8800 8a 00 88 02 03e8 81 01 62  | closed clean 1000 [] unsent 0
            ''          | 82 7e 0003 010203 88 02 03e9          | closed clean 1001 [] unsent 0
            ''          | 82 7f 0000000000000001 88 88 02 03e9  | closed clean 1001 [] unsent 0
            81          | 01 61 88 02 03e8                      | closed clean 1000 [] unsent 0
            81 03 61    | 6263 88 02 03e8                       | closed clean 1000 [] unsent 0
            88 02 03    | e8                                    | closed clean 1000 [] unsent 0
            01 01 61    | 80 02 8800 88 00                      | closed clean 1005 [] unsent 0
            ''          | 88 01 03                              | LOST
            ''          | 88 02 0001                            | LOST
            ''          | 88 05 03e8                            | LOST
            ''          | 81 02 8800                            | LOST
            ''          | 81 7e 00                              | LOST
            ''          | 82 7f ffffffffffffffff 88 00          | LOST
            """)
    void aCloseFrameBehindHeldMessagesIsFoundWhenTcpEnds(String before, String behind, String how) {
        wire.receive(before);
        wire.connection.pause();
        wire.receive(behind);
        wire.listener.expect();
        wire.serverEnds();
        wire.listener.expect("ending: " + how.replace("LOST", LOST));
        assertFalse(wire.connection.sendText("too late"));
        wire.connection.fail();
        wire.turn();
        wire.listener.expect("closed unclean 1006 [] unsent 1: ws://host.test/chat: connection dropped");
    }

    @Test
    void aListenerThatPausesOnTheLastBytesHearsOfTheEnd() {
        wire.connection.pause();
        wire.receive("81 01 61 81 01 62");
        wire.serverEnds();
        wire.listener.expect("ending: " + LOST);
        wire.listener.onMessage = wire.connection::pause;
        wire.connection.resume();
        wire.turn();
        wire.listener.expect("text a", "batch");
        wire.connection.resume();
        wire.turn();
        wire.listener.expect("text b", "batch");
        wire.connection.resume();
        wire.turn();
        wire.listener.expect(LOST);
    }

    @Test
    void aListenerThatPausesAfterTheEndHasComeHearsOfIt() {
        wire.listener.onMessage = wire.connection::pause;
        wire.receive("81 01 61 81 01 62 81 01 63");
        wire.connection.resume();
        wire.serverEnds();
        wire.listener.expect("text a", "batch", "text b", "batch", "ending: " + LOST);
        wire.advance(1, TimeUnit.HOURS);
        wire.listener.expect();
        wire.connection.fail();
        wire.turn();
        wire.listener.expect("closed unclean 1006 [] unsent 0: ws://host.test/chat: connection dropped");
    }

    @Test
    void manyEmptyMessagesAreNoBatch() {
        StringBuilder batches = new StringBuilder();
        wire.listener.onReadComplete = () -> batches.append('.');
        wire.listener.showBatches = false;
        int count = 20_000;
        wire.receive("81 00".repeat(count));
        String[] expected = new String[count];
        Arrays.fill(expected, "text ");
        wire.listener.expect(expected);
        assertEquals("....", batches.toString().substring(0, 4));
    }
}
