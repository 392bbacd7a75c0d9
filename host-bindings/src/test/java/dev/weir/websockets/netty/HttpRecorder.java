package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.fetch.transport.HttpExchange;
import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpListener;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Writes down how an exchange goes. */
class HttpRecorder extends RecordedCalls implements HttpListener {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @SuppressWarnings("NullAway.Init") // set on the loop, before start returns to the test
    volatile HttpExchange exchange;

    /** How many bytes of the body have come, and in how many calls; all of them are kept unless told otherwise. */
    volatile long received;

    volatile int calls;

    /** What a test has taken away, for whoever asked it to. */
    String seen = "";

    boolean keepBody = true;

    /** What else a call does; run after it was written down. */
    Runnable onHead = () -> {};

    Runnable onBody = () -> {};
    Runnable onEnd = () -> {};
    Runnable onWritable = () -> {};
    Runnable onFailed = () -> {};

    @Override
    public void onHead(int status, String statusText, List<HttpField> fields) {
        events.add("head " + status + " [" + statusText + "] "
                + fields.stream()
                        .map(field -> field.name() + ": " + field.value())
                        .collect(Collectors.joining(", ")));
        onHead.run();
    }

    @Override
    public void onBody(ByteBuffer bytes) {
        assertEquals(0, bytes.position(), "a view begins at 0");
        received += bytes.remaining();
        calls++;
        if (keepBody) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            body.writeBytes(copy);
        }
        onBody.run();
    }

    @Override
    public void onEnd() {
        events.add("end " + body());
        onEnd.run();
    }

    @Override
    public void onWritable() {
        events.add("writable");
        onWritable.run();
    }

    @Override
    public void onFailed(String reason) {
        events.add("failed: " + reason);
        onFailed.run();
    }

    /** What has come of the body; long ones by their length. */
    String body() {
        return received <= 100 ? body.toString(StandardCharsets.ISO_8859_1) : "of " + received;
    }
}
