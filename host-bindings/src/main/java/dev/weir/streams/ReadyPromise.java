package dev.weir.streams;

import dev.weir.webidl.Realm;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A writer's [[readyPromise]]. It changes with every chunk and is often not looked at, so it is a state here, and becomes
 * a promise, which the glue keeps and settles, when a script asks for it.
 */
final class ReadyPromise {
    // What the glue finds when a script asks; writable.js has the same numbers.
    static final int MADE = 0;
    static final int PENDING = 1;
    static final int RESOLVED = 2;
    static final int REJECTED = 3;
    static final int KEPT = 4;

    private final Realm realm;
    private final WritableStream stream;
    private boolean pending;
    /** Whether the glue has made a promise for the present state. */
    private boolean made;

    private @Nullable Value error;
    /** The promise of a writer that was released; the glue keeps those of the current writer only. */
    private @Nullable Value kept;
    /** Set while a host method runs whose answer tells the glue to resolve. */
    private boolean glueResolves;

    private boolean resolveDue;
    private boolean resumeDue;
    private @Nullable ReadableStreamPipeTo waiting;

    ReadyPromise(WritableStream stream) {
        this.realm = stream.realm();
        this.stream = stream;
    }

    boolean isPending() {
        return pending;
    }

    /** The state, for the glue, which makes the promise if there is none for it yet. */
    int stateToMake() {
        if (kept != null) {
            return KEPT;
        }
        if (made) {
            return MADE;
        }
        made = true;
        return pending ? PENDING : error == null ? RESOLVED : REJECTED;
    }

    Value error() {
        return error == null ? realm.undefined() : error;
    }

    Value kept() {
        return kept == null ? realm.undefined() : kept;
    }

    /** Replaces the promise by a new, pending one. */
    void renew() {
        pending = true;
        made = false;
        error = null;
    }

    /** Resolves the promise. */
    void resolve() {
        if (pending && made) {
            if (glueResolves) {
                resolveDue = true;
            } else {
                realm.callFunction("writableReadyResolve", stream.sideOrMake());
            }
        }
        settle(null);
    }

    /** Rejects the promise if it is pending, else replaces it by a rejected one. */
    void reject(Value reason) {
        if (pending && made) {
            realm.callFunction("writableReadyReject", stream.sideOrMake(), reason);
        } else {
            made = false;
        }
        settle(reason);
    }

    /** Rejects as {@link #reject} does and takes the promise from the glue: the writer gives up the stream. */
    void release(Value reason) {
        reject(reason);
        kept = made
                ? realm.callFunction("writableReadyTake", stream.sideOrMake())
                : realm.callFunction("writableReadyRejected", reason);
    }

    /** From here to {@link #endGlueStep} the glue resolves the promise, if it is told so. */
    void beginGlueStep() {
        glueResolves = true;
    }

    /** What the glue has to do: resolve the promise, let the pipe that waits for it go on. */
    int endGlueStep() {
        int due = (resolveDue ? WritableStreamDefaultController.READY : 0)
                + (resumeDue ? WritableStreamDefaultController.RESUME_PIPE : 0);
        glueResolves = false;
        resolveDue = false;
        resumeDue = false;
        return due;
    }

    private void settle(@Nullable Value reason) {
        pending = false;
        error = reason;
        ReadableStreamPipeTo pipe = waiting;
        if (pipe != null) {
            waiting = null;
            if (glueResolves) {
                resumeDue = true;
            } else {
                pipe.resume();
            }
        }
    }

    /** Lets the pipe go on, once, when the promise settles. */
    void resumeWhenSettled(ReadableStreamPipeTo pipe) {
        waiting = pipe;
    }
}
