package dev.weir.messaging;

import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a value, and what was transferred with it, became when it was serialized: a flat list of primitives, buffers and
 * Java objects that {@code serialize.js} writes and {@code deserialize.js} reads.
 *
 * <p>It begins as a list of the realm that made it, which costs nothing to read there. {@link #leaveRealm} turns it into a
 * list of Java objects alone, which every realm can read.
 */
final class SerializedMessage {
    private @Nullable Value tape;
    private List<@Nullable Object> items = List.of();

    /** A message as the glue wrote it. */
    SerializedMessage(Value tape) {
        this.tape = tape;
    }

    /** Gives up everything that belongs to the realm that wrote it; on that realm's loop. */
    SerializedMessage leaveRealm() {
        Value written = tape;
        if (written != null) {
            int length = (int) written.getArraySize();
            List<@Nullable Object> copies = new ArrayList<>(length);
            for (int i = 0; i < length; i++) {
                copies.add(copyOf(written.getArrayElement(i)));
            }
            items = copies;
            tape = null;
        }
        return this;
    }

    private static @Nullable Object copyOf(Value item) {
        if (item.isNull()) {
            return null;
        }
        if (item.isString()) {
            return item.asString();
        }
        if (item.isBoolean()) {
            return item.asBoolean();
        }
        if (item.isNumber()) {
            return item.fitsInInt() ? (Object) item.asInt() : (Object) item.asDouble();
        }
        if (item.isHostObject()) {
            return item.asHostObject();
        }
        if (item.hasBufferElements()) {
            byte[] bytes = new byte[(int) item.getBufferSize()];
            if (bytes.length > 0) {
                item.readBuffer(0, bytes, 0, bytes.length);
            }
            return ByteBuffer.wrap(bytes);
        }
        throw new IllegalStateException("a message has an item of another kind: " + item);
    }

    /**
     * Makes the value anew, in the realm given; on that realm's loop.
     *
     * @return an object with the members {@code data} and {@code ports}, a frozen array of the ports transferred
     * @throws WebException when that cannot be done
     */
    private Value deserialize(Realm realm) {
        Value written = tape;
        return written != null
                ? realm.callFunction("deserializeMessage", written, false)
                : realm.callFunction("deserializeMessage", realm.array(items), true);
    }

    /** Reads the message for a receiver of the host's. */
    void handTo(MessagePort.Receiver receiver, Realm realm) {
        Value received;
        try {
            received = deserialize(realm);
        } catch (WebException e) {
            receiver.messageError();
            return;
        }
        receiver.message(received.getMember("data"));
    }

    /** The event that brings the message, made in the realm given: {@code messageerror} when it cannot be read there. */
    MessageEvent toEvent(Realm realm, String origin, @Nullable PlatformObject source) {
        try {
            Value received = deserialize(realm);
            return new MessageEvent(
                    realm, "message", received.getMember("data"), origin, source, received.getMember("ports"));
        } catch (WebException e) {
            return new MessageEvent(realm, "messageerror", null, origin, source, null);
        }
    }
}
