package dev.weir.webidl;

import java.util.function.Consumer;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A promise that Java settles. The engine's promise behind it is made when somebody asks for it, so one that no script
 * looks at costs nothing.
 *
 * @see <a href="https://webidl.spec.whatwg.org/#js-promise-manipulation">Web IDL, manipulating promises</a>
 */
public final class Promise {
    private final Realm realm;
    private final Value deferred;
    private boolean pending = true;

    private Promise(Realm realm) {
        this.realm = realm;
        this.deferred = realm.kernel().newDeferred.execute();
    }

    public static Promise create(Realm realm) {
        return new Promise(realm);
    }

    /** A promise resolved with the value: a string, number, boolean, Value, or null for undefined. */
    public static Value resolvedWith(Realm realm, @Nullable Object value) {
        return realm.kernel().promiseResolvedWith.execute(value == null ? realm.undefined() : value);
    }

    public static Value rejectedWith(Realm realm, Value reason) {
        return realm.kernel().promiseRejectedWith.execute(reason);
    }

    /** As {@link #rejectedWith}, for Java: no promise is made unless somebody asks for it. */
    public static Promise rejected(Realm realm, Value reason) {
        Promise promise = create(realm);
        promise.reject(reason);
        return promise;
    }

    /** Resolves; does nothing when settled already. Null stands for undefined. May run author code (a {@code then} getter). */
    public void resolve(@Nullable Object value) {
        pending = false;
        realm.kernel().deferredResolve.executeVoid(deferred, value == null ? realm.undefined() : value);
    }

    public void reject(Value reason) {
        pending = false;
        realm.kernel().deferredReject.executeVoid(deferred, reason);
    }

    /** Sets [[PromiseIsHandled]]: a rejection of this promise is never reported. */
    public Promise markAsHandled() {
        realm.kernel().deferredHandled.executeVoid(deferred);
        return this;
    }

    /** Whether it was neither resolved nor rejected. */
    public boolean isPending() {
        return pending;
    }

    /** Runs one of the consumers, in a microtask, when the promise settles. */
    public void uponSettled(Consumer<Value> fulfilled, Consumer<Value> rejected) {
        realm.uponSettled(deferred, fulfilled, rejected);
    }

    /** For the glue: what stands for the promise as long as no script has to see it. */
    public Value deferred() {
        return deferred;
    }

    /** The promise that scripts see. */
    public Value value() {
        return realm.kernel().deferredPromise.execute(deferred);
    }
}
