package dev.weir.abort;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.host.TaskLoop;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether, and why, an activity is to stop.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-AbortSignal">DOM, AbortSignal</a>
 */
public final class AbortSignal extends EventTarget implements EventTarget.AbortListening {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface AbortSignal : EventTarget {
              [NewObject] static AbortSignal abort(optional any reason);
              [NewObject] static AbortSignal timeout([EnforceRange] unsigned long long milliseconds);
              [NewObject] static AbortSignal _any(sequence<AbortSignal> signals);
              readonly attribute boolean aborted;
              readonly attribute any reason;
              undefined throwIfAborted();
              attribute EventHandler onabort;
            };
            """).statics("AbortSignal", Statics::new);

    /** [[abort reason]]; null while not aborted. */
    private @Nullable Value abortReason;
    /** [[abort algorithms]] */
    private Set<Runnable> abortAlgorithms = new LinkedHashSet<>();
    /** [[dependent]] and [[source signals]]; empty for a signal of its own. */
    private final List<AbortSignal> sourceSignals = new ArrayList<>();
    /** [[dependent signals]] */
    private final List<WeakReference<AbortSignal>> dependentSignals = new ArrayList<>();
    /** Dependent signals that somebody listens to; they live as long as their sources. */
    private final Set<AbortSignal> heldDependents = new LinkedHashSet<>();

    private boolean dependent;
    /** What aborts a signal made by {@code timeout()}. */
    private TaskLoop.@Nullable Scheduled timer;

    public AbortSignal(Realm realm) {
        super(realm);
    }

    @Override
    public String interfaceName() {
        return "AbortSignal";
    }

    @Override
    @Export
    public boolean aborted() {
        return abortReason != null;
    }

    @Export
    public Value reason() {
        return abortReason != null ? abortReason : realm.undefined();
    }

    @Export
    public void throwIfAborted() {
        if (abortReason != null) {
            throw WebException.thrown(abortReason);
        }
    }

    @Override
    public Runnable addAbortAlgorithm(Runnable steps) {
        if (aborted()) {
            return () -> {};
        }
        abortAlgorithms.add(steps);
        holdIfObserved();
        return () -> {
            abortAlgorithms.remove(steps);
            holdIfObserved();
        };
    }

    @Override
    protected void listenersChanged(String type) {
        if (type.equals("abort")) {
            holdIfObserved();
        }
    }

    private void holdIfObserved() {
        boolean observed = isObserved();
        keepTimerAlive();
        for (AbortSignal source : sourceSignals) {
            if (observed) {
                source.heldDependents.add(this);
            } else {
                source.heldDependents.remove(this);
            }
            source.keepTimerAlive();
        }
    }

    private boolean isObserved() {
        return !aborted() && (!abortAlgorithms.isEmpty() || hasListeners("abort"));
    }

    /** A runtime that ends when it is idle waits for a timeout only if somebody would notice it. */
    private void keepTimerAlive() {
        if (timer != null) {
            timer.keepAlive(isObserved() || !heldDependents.isEmpty());
        }
    }

    /** https://dom.spec.whatwg.org/#abortsignal-signal-abort; an undefined reason becomes an AbortError. */
    public void signalAbort(Value reason) {
        if (aborted()) {
            return;
        }
        Value actual =
                isUndefined(reason) ? realm.domException("AbortError", "signal is aborted without reason") : reason;
        abortReason = actual;
        List<AbortSignal> dependentsToAbort = new ArrayList<>();
        for (WeakReference<AbortSignal> reference : dependentSignals) {
            AbortSignal signal = reference.get();
            if (signal != null && !signal.aborted()) {
                signal.abortReason = actual;
                dependentsToAbort.add(signal);
            }
        }
        runAbortSteps();
        for (AbortSignal signal : dependentsToAbort) {
            signal.runAbortSteps();
        }
        heldDependents.clear();
        dependentSignals.clear();
    }

    private void runAbortSteps() {
        Set<Runnable> algorithms = abortAlgorithms;
        abortAlgorithms = new LinkedHashSet<>();
        algorithms.forEach(Runnable::run);
        fire(Event.simple(realm, "abort"));
    }

    private boolean isUndefined(Value value) {
        return value.equals(realm.undefined());
    }

    /** https://dom.spec.whatwg.org/#create-a-dependent-abort-signal */
    public static AbortSignal dependentOn(Realm realm, List<AbortSignal> signals) {
        AbortSignal result = new AbortSignal(realm);
        for (AbortSignal signal : signals) {
            if (signal.abortReason != null) {
                result.abortReason = signal.abortReason;
                return result;
            }
        }
        result.dependent = true;
        Set<AbortSignal> sources = new LinkedHashSet<>();
        for (AbortSignal signal : signals) {
            if (signal.dependent) {
                sources.addAll(signal.sourceSignals);
            } else {
                sources.add(signal);
            }
        }
        for (AbortSignal source : sources) {
            source.dependentSignals.removeIf(reference -> reference.get() == null);
            source.dependentSignals.add(new WeakReference<>(result));
            result.sourceSignals.add(source);
        }
        return result;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public AbortSignal abort(Value reason) {
            AbortSignal signal = new AbortSignal(realm);
            signal.signalAbort(reason);
            return signal;
        }

        @Export
        public AbortSignal timeout(long milliseconds) {
            AbortSignal signal = new AbortSignal(realm);
            long nanos = milliseconds > Long.MAX_VALUE / 1_000_000 ? Long.MAX_VALUE : milliseconds * 1_000_000;
            signal.timer = realm.loop()
                    .schedule(
                            () -> realm.runTask(
                                    () -> signal.signalAbort(realm.domException("TimeoutError", "signal timed out"))),
                            nanos);
            signal.keepTimerAlive();
            return signal;
        }

        @Export
        public AbortSignal any(Value signals) {
            List<AbortSignal> list = new ArrayList<>();
            for (long i = 0; i < signals.getArraySize(); i++) {
                list.add(signals.getArrayElement(i).asHostObject());
            }
            return dependentOn(realm, list);
        }
    }
}
