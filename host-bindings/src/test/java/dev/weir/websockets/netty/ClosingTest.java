package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The closing handshake from either side, and every other way to end. */
@ExtendWith(NoLeaks.class)
class ClosingTest {
    private static final String URL = "ws://host.test/chat: ";
    private static final String LOST =
            "closed unclean 1006 [] unsent 0: " + URL + "server closed the connection without a close frame";

    private final Wire wire = new Wire().open();

    @AfterEach
    void nothingIsLeftOver() {
        wire.close();
    }

    // ---- the server begins

    @Test
    void aCloseFrameIsAnsweredAndTheEndIsCleanOnceTcpEnds() {
        wire.receive("88 05 03e8 627965");
        wire.listener.expect("closing 1000 [bye] unsent 0");
        wire.expectSent("close 1000 []");
        assertTrue(wire.reads > 0, "reads on to see the end");
        wire.serverEnds();
        wire.listener.expect("closed clean 1000 [bye] unsent 0");
    }

    @Test
    void aCloseFrameWithoutCodeIs1005AndAnsweredInKind() {
        wire.receive("88 00");
        wire.listener.expect("closing 1005 [] unsent 0");
        wire.expectSent("close");
        wire.serverEnds();
        wire.listener.expect("closed clean 1005 [] unsent 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999})
    void codesThatMayBeSentAreEchoed(int code) {
        wire.receive(String.format("88 02 %04x", code));
        wire.listener.expect("closing " + code + " [] unsent 0");
        wire.expectSent("close " + code + " []");
        wire.serverEnds();
        wire.listener.expect("closed clean " + code + " [] unsent 0");
    }

    @Test
    void aServerThatKeepsTcpOpenAfterwardsIsLeftAfterTwoSeconds() {
        wire.receive("88 02 03e8");
        wire.listener.expect("closing 1000 [] unsent 0");
        wire.expectSent("close 1000 []");
        wire.advance(1999, TimeUnit.MILLISECONDS);
        wire.listener.expect();
        wire.advance(1, TimeUnit.MILLISECONDS);
        wire.listener.expect("closed clean 1000 [] unsent 0");
        assertFalse(wire.channel.isOpen());
    }

    @Test
    void messagesBehindTheCloseFrameAreIgnored() {
        wire.receive("81 01 61 88 02 03e8 81 01 62 83 00");
        wire.receive("81 01 63");
        wire.listener.expect("text a", "batch", "closing 1000 [] unsent 0");
        wire.expectSent("close 1000 []");
        wire.serverEnds();
        wire.listener.expect("closed clean 1000 [] unsent 0");
    }

    @Test
    void answersToMessagesBeforeTheCloseFrameAreSentFirst() {
        wire.listener.onReadComplete = () -> wire.connection.sendText("answer");
        wire.receive("81 01 61 88 02 03e8");
        wire.listener.expect("text a", "batch", "closing 1000 [] unsent 0");
        wire.expectSent("text answer", "close 1000 []");
        wire.serverEnds();
        wire.listener.expect("closed clean 1000 [] unsent 0");
    }

    @Test
    void messagesNotYetSentWhenTheServerClosesAreCounted() {
        wire.stuck = true;
        wire.connection.sendText("one");
        wire.connection.sendText("two");
        wire.turn();
        wire.receive("88 02 03e8");
        wire.listener.expect("closing 1000 [] unsent 2");
        assertFalse(wire.connection.sendText("three"), "dropped, but counted");
        assertEquals(3, wire.connection.unsentMessages());
        assertEquals(11, wire.connection.bufferedAmount());
        wire.serverEnds();
        wire.listener.expect("closed clean 1000 [] unsent 3");
        assertThrows(IllegalStateException.class, () -> wire.connection.sendText("four"));
    }

    @Test
    void messagesNotBegunAreDroppedSoThatTheAnswerGoesOut() {
        wire.stuck = true;
        String message = "x".repeat(100_000);
        for (int i = 0; i < 20; i++) {
            wire.connection.sendText(message);
        }
        wire.turn();
        wire.receive("88 02 03e8");
        wire.listener.expect("closing 1000 [] unsent 20");
        wire.unstick();
        var frames = Wire.sentFrames(wire.takeSent());
        assertTrue(frames.size() < 6, "sent " + frames.size());
        assertEquals("close 1000 []", frames.getLast());
        wire.serverEnds();
        wire.listener.expect("closed clean 1000 [] unsent 20");
    }

    @Test
    void aMessageThatWasBegunIsFinishedBeforeTheAnswer() {
        wire.stuck = true;
        wire.connection.sendText("x".repeat(1_000_000));
        wire.connection.sendText("y".repeat(1_000_000));
        wire.turn();
        wire.receive("88 02 03e8");
        wire.listener.expect("closing 1000 [] unsent 2");
        wire.unstick();
        var frames = Wire.sentFrames(wire.takeSent());
        assertEquals(2, frames.size());
        assertEquals("text " + "x".repeat(1_000_000), frames.getFirst());
        assertEquals("close 1000 []", frames.getLast());
        wire.serverEnds();
        wire.listener.expect("closed clean 1000 [] unsent 2");
    }

    @Test
    void aServerThatClosesAndDoesNotTakeTheAnswerIsLeftUnclean() {
        wire.stuck = true;
        wire.receive("88 02 0fa0");
        wire.listener.expect("closing 4000 [] unsent 0");
        wire.advance(10, TimeUnit.SECONDS);
        wire.listener.expect(
                "closed unclean 4000 [] unsent 0: " + URL + "server closed, but did not take the answer within 10 s");
    }

    // ---- we begin

    @Test
    void closeSendsAFrameAfterTheQueueAndWaitsForTheServers() {
        wire.connection.sendText("a");
        wire.connection.close();
        assertThrows(IllegalStateException.class, () -> wire.connection.sendText("b"));
        wire.turn();
        wire.expectSent("text a", "close");
        wire.receive("88 02 03e9");
        wire.listener.expect();
        wire.serverEnds();
        wire.listener.expect("closed clean 1001 [] unsent 0");
    }

    @Test
    void closeTakesACodeAndAReason() {
        wire.connection.close(3456, "é" + "x".repeat(121));
        wire.turn();
        wire.expectSent("close 3456 [é" + "x".repeat(121) + "]");
        wire.receive("88 02 0d80");
        wire.serverEnds();
        wire.listener.expect("closed clean 3456 [] unsent 0");
    }

    @Test
    void aServerThatTakesItsTimeForWhatWasSentBeforeIsNotGivenUp() {
        wire.stuck = true;
        wire.connection.sendBinary(ByteBuffer.allocate(1 << 20));
        wire.turn();
        wire.connection.close(1000, "");
        for (int taken = 0; taken < 5; taken++) {
            wire.advance(9, TimeUnit.SECONDS);
            wire.takeSome();
        }
        wire.listener.expect();
        wire.unstick();
        wire.listener.expect("writable");
        wire.advance(9, TimeUnit.SECONDS);
        List<String> frames = Wire.sentFrames(wire.takeSent());
        assertEquals(2, frames.size());
        assertEquals("close 1000 []", frames.getLast());
        wire.listener.expect();
        wire.advance(1, TimeUnit.SECONDS);
        wire.listener.expect("closed unclean 1006 [] unsent 0: " + URL
                + "server did not complete the closing handshake within 10 s");
    }

    @Test
    void aServerThatTakesNothingIsGivenUp() {
        wire.stuck = true;
        wire.connection.sendText("stuck");
        wire.turn();
        wire.connection.close(1000, "");
        wire.advance(10, TimeUnit.SECONDS);
        wire.listener.expect("closed unclean 1006 [] unsent 1: " + URL
                + "server did not complete the closing handshake within 10 s");
    }

    @Test
    void codesAndReasonsThatAFrameCannotCarryAreRefused() {
        for (int code : new int[] {-1, 0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 66_536}) {
            assertThrows(IllegalArgumentException.class, () -> wire.connection.close(code, ""));
        }
        assertThrows(IllegalArgumentException.class, () -> wire.connection.close(1000, "é" + "x".repeat(122)));
        wire.turn();
        wire.expectSent();
    }

    @Test
    void aSecondCloseDoesNothing() {
        wire.connection.close(1000, "first");
        wire.connection.close(1001, "second");
        wire.turn();
        wire.expectSent("close 1000 [first]");
        wire.receive("88 00");
        wire.connection.close();
        wire.serverEnds();
        wire.listener.expect("closed clean 1005 [] unsent 0");
        wire.connection.close();
        wire.connection.fail();
        wire.turn();
    }

    @Test
    void messagesThatComeAfterCloseAreDroppedAndPingsNotAnswered() {
        wire.connection.close();
        wire.receive("81 01 61 89 01 01 82 01 62");
        wire.expectSent("close");
        wire.receive("88 00");
        wire.serverEnds();
        wire.listener.expect("closed clean 1005 [] unsent 0");
    }

    @Test
    void closingAPausedConnectionReadsOnForTheServersFrame() {
        wire.listener.onMessage = wire.connection::pause;
        wire.receive("81 01 61 81 01 62");
        wire.listener.expect("text a", "batch");
        assertEquals(0, wire.reads);
        wire.connection.close();
        wire.turn();
        assertTrue(wire.reads > 0);
        wire.expectSent("close");
        wire.receive("81 01 63 88 02 03e8");
        wire.serverEnds();
        wire.listener.expect("closed clean 1000 [] unsent 0");
    }

    @Test
    void bothSidesMayCloseAtOnce() {
        wire.stuck = true;
        wire.connection.close(1000, "ours");
        wire.turn();
        wire.receive("88 02 0fa0");
        wire.listener.expect();
        wire.unstick();
        wire.expectSent("close 1000 [ours]");
        wire.serverEnds();
        wire.listener.expect("closed clean 4000 [] unsent 0");
    }

    @Test
    void aServerThatNeverAnswersIsLeftAfterTheCloseTimeout() {
        wire.connection.close();
        wire.turn();
        wire.advance(9999, TimeUnit.MILLISECONDS);
        wire.expectSent("close");
        wire.listener.expect();
        wire.advance(1, TimeUnit.MILLISECONDS);
        wire.listener.expect("closed unclean 1006 [] unsent 0: " + URL
                + "server did not complete the closing handshake within 10 s");
        assertFalse(wire.channel.isOpen());
    }

    @Test
    void dataThatTheServerDoesNotTakeBeforeTheCloseFrameCountsAsUnsent() {
        wire.stuck = true;
        wire.connection.sendText("a");
        wire.connection.close();
        wire.turn();
        wire.advance(10, TimeUnit.SECONDS);
        wire.listener.expect("closed unclean 1006 [] unsent 1: " + URL
                + "server did not complete the closing handshake within 10 s");
    }

    @Test
    void aFullQueueThatDrainsBeforeTheCloseFrameIsStillTold() {
        wire.stuck = true;
        assertFalse(wire.connection.sendText("x".repeat(200_000)));
        wire.connection.close();
        wire.turn();
        wire.listener.expect();
        wire.unstick();
        wire.listener.expect("writable");
        assertEquals(2, Wire.sentFrames(wire.takeSent()).size());
        wire.receive("88 00");
        wire.serverEnds();
        wire.listener.expect("closed clean 1005 [] unsent 0");
    }

    @Test
    void aServerThatEndsTcpInsteadOfAnsweringIsUnclean() {
        wire.connection.close();
        wire.turn();
        wire.expectSent("close");
        wire.serverEnds();
        wire.listener.expect(LOST);
    }

    // ---- other ends

    @Test
    void theEndOfTcpWithoutACloseFrameIs1006() {
        wire.serverEnds();
        wire.listener.expect(LOST);
        wire.serverEnds();
    }

    @Test
    void aHalfMessageAtTheEndIsNotDelivered() {
        wire.receive("81 05 616263");
        wire.serverEnds();
        wire.listener.expect(LOST);
    }

    @Test
    void aResetSaysSo() {
        wire.channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        wire.turn();
        wire.listener.expect(LOST + ": Connection reset by peer");
    }

    @Test
    void failDropsTheConnectionAndTellsInALaterTurn() {
        wire.connection.sendText("never sent");
        wire.connection.fail();
        wire.connection.fail();
        wire.connection.close();
        wire.connection.resume();
        wire.listener.expect();
        assertFalse(wire.channel.isOpen());
        wire.turn();
        wire.listener.expect("closed unclean 1006 [] unsent 1: " + URL + "connection dropped");
        assertThrows(IllegalStateException.class, () -> wire.connection.sendText("a"));
    }

    @Test
    void failInsideADeliveryStopsIt() {
        wire.listener.onMessage = wire.connection::fail;
        wire.receive("81 01 61 81 01 62 88 00");
        wire.listener.expect("text a", "closed unclean 1006 [] unsent 0: " + URL + "connection dropped");
    }

    @Test
    void failReleasesWhatIsHeld() {
        wire.connection.pause();
        wire.receive("82 05 01").receive("02").receive("03");
        wire.connection.fail();
        wire.turn();
        wire.listener.expect("closed unclean 1006 [] unsent 0: " + URL + "connection dropped");
    }

    @Test
    void closeInsideADeliveryDropsTheRestOfTheBatch() {
        wire.listener.onMessage = wire.connection::close;
        wire.receive("81 01 61 81 01 62 88 00");
        wire.listener.expect("text a", "batch");
        wire.expectSent("close");
        wire.serverEnds();
        wire.listener.expect("closed clean 1005 [] unsent 0");
    }

    @Test
    void failDuringTheClosingHandshakeEndsIt() {
        wire.connection.close();
        wire.turn();
        wire.expectSent("close");
        wire.connection.fail();
        wire.turn();
        wire.listener.expect("closed unclean 1006 [] unsent 0: " + URL + "connection dropped");
    }

    @Test
    void answersToMessagesBeforeABrokenFrameAreSent() {
        wire.listener.onMessage = () -> wire.connection.sendText("answer");
        wire.receive("81 01 61 89 00 83 00");
        wire.listener.expect(
                "text a",
                "batch",
                "closed unclean 1006 [] unsent 0: " + URL
                        + "server sent a malformed frame: protocol error: a frame has the unknown opcode 3");
        wire.expectSent("text answer", "pong ", "close 1002 []");
    }

    @Test
    void afterABrokenFrameTheServerHasTwoSecondsToTakeTheCloseFrame() {
        wire.receive("83 00");
        wire.listener.expect("closed unclean 1006 [] unsent 0: " + URL
                + "server sent a malformed frame: protocol error: a frame has the unknown opcode 3");
        wire.expectSent("close 1002 []");
        assertTrue(wire.channel.isOpen());
        assertDoesNotThrow(() -> wire.receive("00 01 02 03"));
        wire.advance(2, TimeUnit.SECONDS);
        assertFalse(wire.channel.isOpen());
    }
}
