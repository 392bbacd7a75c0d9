package dev.weir.fetch;

import dev.weir.fetch.transport.HttpRequest;
import dev.weir.streams.ReadableStream;
import dev.weir.webidl.Realm;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.graalvm.polyglot.Value;

/** Sends what a script's stream gives, chunk by chunk, no faster than it is taken. */
final class StreamUpload implements FetchRequest.Upload {
    private final Realm realm;
    private final StreamBytes source;
    private final Consumer<Value> failed;
    private boolean over;

    /** @param failed is told what the stream's error is */
    StreamUpload(Realm realm, ReadableStream stream, Consumer<Value> failed) {
        this.realm = realm;
        this.failed = failed;
        source = new StreamBytes(stream);
    }

    @Override
    public long length() {
        return HttpRequest.UNKNOWN_LENGTH;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public void sendTo(Sink sink) {
        Sending begun = new Sending(sink);
        sink.onRoom(() -> realm.runTask(begun::resume));
        realm.runTask(begun::next);
    }

    @Override
    public void cancel() {
        if (!over) {
            realm.runTask(() -> cancel(realm.typeError("fetch: the body is not wanted any more")));
        }
    }

    /** As {@link #cancel()}, and the stream hears why. */
    void cancel(Value reason) {
        if (!over) {
            over = true;
            source.cancel(reason);
        }
    }

    private final class Sending {
        private final Sink sink;
        private boolean waits;
        private final StreamBytes.Loop loop;

        Sending(Sink sink) {
            this.sink = sink;
            loop = source.new Loop() {
                @Override
                void bytes(byte[] chunk) {
                    if (over) {
                        return;
                    }
                    if (sink.write(ByteBuffer.wrap(chunk))) {
                        next();
                    } else {
                        waits = true;
                    }
                }

                @Override
                public void close() {
                    if (!over) {
                        over = true;
                        sink.end();
                    }
                }

                @Override
                public void error(Value error) {
                    if (!over) {
                        over = true;
                        failed.accept(error);
                        sink.fail("the body's stream failed");
                    }
                }
            };
        }

        void next() {
            loop.next();
        }

        void resume() {
            if (waits && !over) {
                waits = false;
                loop.next();
            }
        }
    }
}
