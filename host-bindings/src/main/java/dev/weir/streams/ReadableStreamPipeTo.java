package dev.weir.streams;

import dev.weir.abort.AbortSignal;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A pipe from a readable to a writable stream, from its start until everything read has been written.
 *
 * <p>No chunk costs a promise of its own, and none of a script's enters Java: pipe.js moves them. Whatever a script could
 * see as a promise's reaction still happens in a microtask.
 *
 * @see <a href="https://streams.spec.whatwg.org/#readable-stream-pipe-to">Streams, ReadableStreamPipeTo</a>
 */
public final class ReadableStreamPipeTo {
    // What startRead() tells the glue to do; pipe.js has the same numbers.
    private static final int NOTHING = 0;
    private static final int PULL = 1;
    private static final int CHUNK = 2;

    private final Realm realm;
    private final ReadableStream source;
    private final WritableStream dest;
    private final boolean preventClose;
    private final boolean preventAbort;
    private final boolean preventCancel;
    private final @Nullable AbortSignal signal;
    private final ReadableStreamDefaultReader reader;
    private final WritableStreamDefaultWriter writer;
    private final Promise promise;
    private final PipeReadRequest readRequest = new PipeReadRequest();
    /** The pipe's side in JavaScript. */
    private @Nullable Value side;

    private boolean shuttingDown;
    private @Nullable Runnable afterWrites;
    private Runnable removeAbortAlgorithm = () -> {};

    ReadableStreamPipeTo(
            ReadableStream source,
            WritableStream dest,
            boolean preventClose,
            boolean preventAbort,
            boolean preventCancel,
            @Nullable AbortSignal signal) {
        this.realm = source.realm();
        this.source = source;
        this.dest = dest;
        this.preventClose = preventClose;
        this.preventAbort = preventAbort;
        this.preventCancel = preventCancel;
        this.signal = signal;
        this.reader = ReadableStreamOperations.acquireReadableStreamDefaultReader(source);
        this.writer = WritableStreamOperations.acquireWritableStreamDefaultWriter(dest);
        this.promise = Promise.create(realm);
        source.disturbed = true;
    }

    /** Begins; the promise settles when the pipe has ended and both locks are released. */
    Promise start() {
        if (signal != null) {
            if (signal.aborted()) {
                abort(signal.reason());
                return promise;
            }
            removeAbortAlgorithm = signal.addAbortAlgorithm(() -> abort(signal.reason()));
        }
        errorsPropagateForward();
        errorsPropagateBackward();
        closingPropagatesForward();
        closingPropagatesBackward();
        if (!shuttingDown) {
            side = realm.callFunction("pipeStart", this, reader, source.sideOrMake(), writer.side());
            // At once, since reads must not be delayed but by backpressure; with a pull under way it would be one pull
            // more.
            realm.callFunction("pipePump", side);
        }
        return promise;
    }

    private void abort(Value error) {
        shutdownWithAction(
                () -> {
                    List<Promise> actions = new ArrayList<>();
                    if (!preventAbort && dest.state == WritableStream.State.WRITABLE) {
                        actions.add(WritableStreamOperations.writableStreamAbort(dest, error));
                    }
                    if (!preventCancel && source.state == ReadableStream.State.READABLE) {
                        actions.add(ReadableStreamOperations.readableStreamCancel(source, error));
                    }
                    return waitForAll(actions);
                },
                error);
    }

    // ---- the four ways in which one end's fate becomes the other's

    private void errorsPropagateForward() {
        Runnable propagate = () -> {
            if (preventAbort) {
                shutdown(source.storedError);
            } else {
                shutdownWithAction(
                        () -> WritableStreamOperations.writableStreamAbort(dest, source.storedError),
                        source.storedError);
            }
        };
        if (source.state == ReadableStream.State.ERRORED) {
            propagate.run();
        } else {
            reader.closedPromise.uponSettled(value -> {}, error -> propagate.run());
        }
    }

    private void errorsPropagateBackward() {
        Runnable propagate = () -> {
            if (preventCancel) {
                shutdown(dest.storedError);
            } else {
                shutdownWithAction(
                        () -> ReadableStreamOperations.readableStreamCancel(source, dest.storedError),
                        dest.storedError);
            }
        };
        if (dest.state == WritableStream.State.ERRORED) {
            propagate.run();
        } else {
            writer.closedPromise.uponSettled(value -> {}, error -> propagate.run());
        }
    }

    private void closingPropagatesForward() {
        Runnable propagate = () -> {
            if (preventClose) {
                shutdown(null);
            } else {
                shutdownWithAction(
                        () -> WritableStreamOperations.writableStreamDefaultWriterCloseWithErrorPropagation(writer),
                        null);
            }
        };
        if (source.state == ReadableStream.State.CLOSED) {
            propagate.run();
        } else {
            reader.closedPromise.uponSettled(value -> propagate.run(), error -> {});
        }
    }

    private void closingPropagatesBackward() {
        if (!WritableStreamOperations.writableStreamCloseQueuedOrInFlight(dest)
                && dest.state != WritableStream.State.CLOSED) {
            return;
        }
        Value destClosed = realm.typeError("the destination of the pipe is closed already");
        if (preventCancel) {
            shutdown(destClosed);
        } else {
            shutdownWithAction(() -> ReadableStreamOperations.readableStreamCancel(source, destClosed), destClosed);
        }
    }

    // ---- moving chunks

    private Value side() {
        return Objects.requireNonNull(side, "a pipe that has not begun");
    }

    /** Reads the next chunk, where the source's queue is not that of chunks.js. */
    @Export
    public int startRead() {
        if (source.state != ReadableStream.State.READABLE) {
            return NOTHING;
        }
        return switch (source.controller()) {
            case ReadableStreamGlueController c -> {
                c.pullSteps(readRequest);
                yield NOTHING;
            }
            case ReadableStreamHostController c ->
                switch (c.pullForGlue(readRequest)) {
                    case PENDING -> NOTHING;
                    case PENDING_PULL -> PULL;
                    case CHUNK -> CHUNK;
                };
        };
    }

    private final class PipeReadRequest implements ReadRequest {
        @Override
        public void chunkSteps(Object chunk) {
            realm.callFunction("pipeDeliver", side(), chunk);
        }

        // Nothing is left to read, so `reading` stays set; the reaction to the reader's closed promise ends the pipe.

        @Override
        public void closeSteps() {}

        @Override
        public void errorSteps(Value error) {}
    }

    // ---- ending

    /** Ends the pipe: what was read is written first, then the action runs. A null error means success. */
    private void shutdownWithAction(Supplier<Promise> action, @Nullable Value originalError) {
        if (shuttingDown) {
            return;
        }
        shuttingDown = true;
        whenWritesFinished(() -> action.get().uponSettled(value -> finalizePipe(originalError), this::finalizePipe));
    }

    private void shutdown(@Nullable Value error) {
        if (shuttingDown) {
            return;
        }
        shuttingDown = true;
        whenWritesFinished(() -> finalizePipe(error));
    }

    private void whenWritesFinished(Runnable steps) {
        boolean allWritten =
                side == null || realm.callFunction("pipeShutDown", side).asBoolean();
        boolean writable = dest.state == WritableStream.State.WRITABLE
                && !WritableStreamOperations.writableStreamCloseQueuedOrInFlight(dest);
        if (!writable) {
            steps.run();
        } else if (allWritten) {
            realm.queueMicrotask(steps);
        } else {
            afterWrites = steps;
        }
    }

    /** All that was read has been written, or failed to be. */
    @Export
    public void writesFinished() {
        Runnable waiting = afterWrites;
        if (waiting != null) {
            afterWrites = null;
            waiting.run();
        }
    }

    private void finalizePipe(@Nullable Value error) {
        WritableStreamOperations.writableStreamDefaultWriterRelease(writer);
        ReadableStreamOperations.readableStreamReaderRelease(reader);
        removeAbortAlgorithm.run();
        if (side != null) {
            realm.callFunction("pipeEnd", side);
        }
        if (error == null) {
            promise.resolve(null);
        } else {
            promise.reject(error);
        }
    }

    /** Resolves when all have, rejects with the first rejection. */
    private Promise waitForAll(List<Promise> promises) {
        Promise all = Promise.create(realm);
        if (promises.isEmpty()) {
            all.resolve(null);
        }
        int[] left = {promises.size()};
        for (Promise each : promises) {
            each.uponSettled(
                    value -> {
                        if (--left[0] == 0) {
                            all.resolve(null);
                        }
                    },
                    all::reject);
        }
        return all;
    }
}
