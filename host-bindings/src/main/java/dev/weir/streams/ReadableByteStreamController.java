package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import java.nio.ByteBuffer;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Controls a stream of bytes: all of it is bytes.js's, but a source in Java.
 *
 * @see <a href="https://streams.spec.whatwg.org/#rbs-controller-class">Streams, ReadableByteStreamController</a>
 */
public final class ReadableByteStreamController extends ReadableStreamGlueController {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, ScriptState]
            interface ReadableByteStreamController {
              [Script] readonly attribute ReadableStreamBYOBRequest? byobRequest;
              [Script] readonly attribute unrestricted double? desiredSize;
              [Script] undefined close();
              [Script] undefined enqueue(ArrayBufferView chunk);
              [Script] undefined error(optional any e);
            };
            [Exposed=*]
            interface ReadableStreamBYOBRequest {
              readonly attribute ArrayBufferView? view;
              undefined respond([EnforceRange] unsigned long long bytesWritten);
              undefined respondWithNewView(ArrayBufferView view);
            };
            """)
            .script(ReadableByteStreamController.class, "bytes.js")
            .script(ReadableByteStreamController.class, "pullintos.js")
            .script(ReadableByteStreamController.class, "byob.js");

    private @Nullable UnderlyingSource hostSource;

    ReadableByteStreamController(ReadableStream stream, @Nullable UnderlyingSource hostSource) {
        super(stream);
        this.hostSource = hostSource;
    }

    @Override
    public String interfaceName() {
        return "ReadableByteStreamController";
    }

    // ---- what bytes.js asks

    /** Calls the pull algorithm of a source in Java. */
    @Export
    public @Nullable Value pullHost() {
        return hostSource == null ? null : hostSource.pull();
    }

    /** Calls the cancel algorithm of a source in Java. */
    @Export
    public @Nullable Value cancelHost(Value reason) {
        UnderlyingSource source = hostSource;
        hostSource = null;
        return source == null ? null : source.cancel(reason);
    }

    // ---- what a source in Java does

    /** Enqueues a copy of the bytes between the buffer's position and limit; none at all are ignored. */
    void enqueue(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            realm.callFunction("byteEnqueueHost", stream.sideOrMake(), bytes.slice(), bytes.remaining());
        }
    }

    void close() {
        realm.callFunction("byteClose", stream.sideOrMake());
    }

    void error(Value error) {
        realm.callFunction("byteError", stream.sideOrMake(), error);
    }
}
