package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
    void heldMessagesCanBePulledOnTheCallersStack() {
        wire.listener.onMessage = wire.connection::pause;
        wire.receive("81 01 61 81 01 62 81 01 63 81 01 64");
        wire.listener.expect("text a", "batch");
        assertEquals(1, wire.connection.deliverHeld(1));
        wire.listener.expect("text b");
        assertEquals(2, wire.connection.deliverHeld(5));
        wire.listener.expect("text c", "text d");
        assertEquals(0, wire.connection.deliverHeld(1));
        wire.turn();
        assertEquals(0, wire.reads, "pulling reads nothing");
        wire.connection.resume();
        assertEquals(1, wire.reads);
    }

    @Test
    void pullingInsideADeliveryDoesNothing() {
        List<Integer> pulled = new ArrayList<>();
        wire.listener.onMessage = () -> pulled.add(wire.connection.deliverHeld(1));
        wire.receive("81 01 61 81 01 62");
        wire.listener.expect("text a", "text b", "batch");
        assertEquals(List.of(0, 0), pulled);
    }

    @Test
    void aListenerThatResumesWhilePullingGetsTheRestInALaterTurn() {
        wire.connection.pause();
        wire.receive("81 01 61 81 01 62 81 01 63");
        wire.listener.onMessage = wire.connection::resume;
        assertEquals(1, wire.connection.deliverHeld(1));
        wire.listener.expect("text a");
        wire.turn();
        wire.listener.expect("text b", "text c", "batch");
    }

    @Test
    void aHalfMessageIsNotPulled() {
        wire.connection.pause();
        wire.receive("81 03 61");
        assertEquals(0, wire.connection.deliverHeld(1));
        wire.receive("62");
        assertEquals(0, wire.connection.deliverHeld(1));
        wire.receive("63");
        assertEquals(1, wire.connection.deliverHeld(1));
        wire.listener.expect("text abc");
    }

    @Test
    void theEndOfTheConnectionWaitsForHeldMessages() {
        wire.listener.onMessage = wire.connection::pause;
        wire.receive("81 01 61 81 01 62");
        wire.listener.expect("text a", "batch");
        wire.serverEnds();
        wire.listener.expect();
        wire.connection.resume();
        wire.turn();
        wire.listener.expect("text b", "batch");
        wire.listener.expect();
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
        wire.connection.resume();
        wire.turn();
        wire.listener.expect("closing 1000 [] unsent 0", "closed clean 1000 [] unsent 0");
    }

    @Test
    void anEndFoundWhilePullingIsToldInALaterTurn() {
        wire.connection.pause();
        wire.receive("81 01 61 88 02 03e8");
        assertEquals(1, wire.connection.deliverHeld(9));
        assertEquals(0, wire.connection.deliverHeld(9));
        wire.listener.expect("text a");
        wire.channel.pipeline().fireChannelInactive();
        wire.listener.expect();
        wire.turn();
        wire.listener.expect("closing 1000 [] unsent 0", "closed clean 1000 [] unsent 0");
        wire.expectSent("close 1000 []");
    }

    @Test
    void theServersCloseFrameFoundWhilePullingIsAnsweredInALaterTurn() {
        wire.connection.pause();
        wire.receive("81 01 61 88 02 03e8");
        assertEquals(1, wire.connection.deliverHeld(9));
        wire.listener.expect("text a");
        wire.turn();
        wire.listener.expect("closing 1000 [] unsent 0");
        wire.expectSent("close 1000 []");
        wire.serverEnds();
        wire.listener.expect("closed clean 1000 [] unsent 0");
    }

    @Test
    void aLossFoundWhilePullingIsToldInALaterTurn() {
        wire.connection.pause();
        wire.receive("81 01 61");
        wire.serverEnds();
        assertEquals(1, wire.connection.deliverHeld(9));
        wire.listener.expect("text a");
        wire.turn();
        wire.listener.expect(LOST);
    }

    @Test
    void aBrokenFrameFoundWhilePullingIsToldInALaterTurn() {
        wire.connection.pause();
        wire.receive("81 01 61 83 00");
        assertEquals(1, wire.connection.deliverHeld(9));
        wire.listener.expect("text a");
        wire.turn();
        wire.listener.expect("closed unclean 1006 [] unsent 0: ws://host.test/chat: server sent a malformed frame: "
                + "protocol error: a frame has the unknown opcode 3");
        wire.expectSent("close 1002 []");
    }
}
