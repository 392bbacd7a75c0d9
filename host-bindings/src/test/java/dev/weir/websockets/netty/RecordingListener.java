package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.websockets.transport.WebSocketClosure;
import dev.weir.websockets.transport.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes down every call as a line of text; a test takes the lines away, and none may be left over. */
class RecordingListener extends RecordedCalls implements WebSocketListener {
    private static final int SHOWN = 40;

    private volatile @Nullable String firstThread;
    volatile @Nullable WebSocketClosure closure;

    /** What else a call does; run after it was written down. */
    Runnable onOpen = () -> {};

    Runnable onMessage = () -> {};
    Runnable onReadComplete = () -> {};
    Runnable onWritable = () -> {};
    Runnable onClosing = () -> {};

    /** Whether the ends of batches are written down: how bytes arrive together is not always the test's to say. */
    boolean showBatches = true;

    /** Whether it is written down that the end has come behind what is held: it may come at any time. */
    boolean showEnding = true;

    @Override
    public void onOpen(String protocol, String extensions) {
        record("open [" + protocol + "] [" + extensions + "]");
        onOpen.run();
    }

    @Override
    public void onText(String text) {
        record(text.length() <= SHOWN ? "text " + text : "text of " + text.length());
        onMessage.run();
    }

    @Override
    public void onBinary(ByteBuffer bytes) {
        assertEquals(0, bytes.position(), "a view begins at 0");
        assertEquals(bytes.capacity(), bytes.limit(), "a view ends at its capacity");
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        record(copy.length <= SHOWN ? "binary " + HexFormat.of().formatHex(copy) : "binary of " + copy.length);
        onMessage.run();
    }

    @Override
    public void onReadComplete() {
        if (showBatches) {
            record("batch");
        }
        onReadComplete.run();
    }

    @Override
    public void onWritable() {
        record("writable");
        onWritable.run();
    }

    @Override
    public void onClosing(int code, String reason, int unsentMessages) {
        record("closing " + code + " [" + reason + "] unsent " + unsentMessages);
        onClosing.run();
    }

    @Override
    public void onEnding(WebSocketClosure end) {
        if (showEnding) {
            record("ending: " + describe(end));
        }
    }

    @Override
    public void onClosed(WebSocketClosure end) {
        closure = end;
        record(describe(end));
    }

    private static String describe(WebSocketClosure end) {
        String failure = end.failure();
        return (end.wasClean() ? "closed clean " : "closed unclean ") + end.code() + " [" + end.reason() + "] unsent "
                + end.unsentMessages() + (failure == null ? "" : ": " + failure);
    }

    private void record(String event) {
        String thread = Thread.currentThread().getName();
        String first = firstThread;
        if (first == null) {
            firstThread = thread;
        } else if (!first.equals(thread)) {
            events.add("WRONG THREAD " + thread);
        }
        events.add(event);
    }

    /** The next call, if it has come. */
    @Nullable
    String poll() {
        return events.poll();
    }

    void assertNothingLeft() {
        expect();
    }
}
