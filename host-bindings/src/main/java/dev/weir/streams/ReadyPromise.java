package dev.weir.streams;

import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A writer's [[readyPromise]]. It changes with every chunk, and most of the promises it stands for are never looked at,
 * so it is a state here and becomes a promise when somebody asks.
 */
public final class ReadyPromise {
    private final Realm realm;
    private boolean pending;
    private @Nullable Promise promise;
    private @Nullable Value error;
    private @Nullable Runnable waiting;

    ReadyPromise(Realm realm) {
        this.realm = realm;
    }

    /** The promise that scripts see; made here when there is none yet. */
    @Export
    public Value value() {
        if (promise == null) {
            promise = Promise.create(realm).markAsHandled();
            if (error != null) {
                promise.reject(error);
            } else if (!pending) {
                promise.resolve(null);
            }
        }
        return promise.value();
    }

    boolean isPending() {
        return pending;
    }

    /** Replaces the promise by a new, pending one. */
    void renew() {
        pending = true;
        error = null;
        promise = null;
    }

    /** Resolves the promise; one that is not pending is replaced by a resolved one. */
    void resolve() {
        if (pending && promise != null) {
            promise.resolve(null);
        } else if (!pending) {
            promise = null;
        }
        settle(null);
    }

    /** Rejects the promise if it is pending, else replaces it by a rejected one. */
    void reject(Value reason) {
        if (pending && promise != null) {
            promise.reject(reason);
        } else {
            promise = null;
        }
        settle(reason);
    }

    private void settle(@Nullable Value reason) {
        pending = false;
        error = reason;
        Runnable steps = waiting;
        if (steps != null) {
            waiting = null;
            steps.run();
        }
    }

    /** Runs the steps, once, when the promise settles. */
    void whenSettled(Runnable steps) {
        waiting = steps;
    }
}
