package dev.weir.html;

import dev.weir.host.TaskLoop;
import dev.weir.webidl.Realm;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The map of active timers of a global, and what setting and running one does.
 *
 * @see <a href="https://html.spec.whatwg.org/#timers">HTML, timers</a>
 */
final class Timers {
    /** Timers nested deeper than this wait at least {@link #CLAMPED_TIMEOUT} milliseconds. */
    private static final int MAX_NESTING_LEVEL = 5;

    private static final int CLAMPED_TIMEOUT = 4;

    private final WindowOrWorkerGlobalScope global;
    private final Map<Integer, Timer> active = new HashMap<>();
    private int lastId;
    /** The timer nesting level of the task that runs now; 0 outside a timer's task. */
    private int nestingLevel;

    Timers(WindowOrWorkerGlobalScope global) {
        this.global = global;
    }

    /** One call of setTimeout or setInterval. */
    private static final class Timer {
        final int id;
        final Value handler;
        final Object[] arguments;
        /** Milliseconds between runs; -1 for a timeout. */
        final int interval;

        TaskLoop.@Nullable Scheduled scheduled;

        Timer(int id, Value handler, Object[] arguments, int interval) {
            this.id = id;
            this.handler = handler;
            this.arguments = arguments;
            this.interval = interval;
        }
    }

    /** Starts a timer; {@code timeout} is in milliseconds, {@code handler} a function or a string. Returns its id. */
    int set(Value handler, int timeout, Value arguments, boolean repeat) {
        int delay = Math.max(0, timeout);
        do {
            lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
        } while (active.containsKey(lastId));
        Object[] values = new Object[(int) arguments.getArraySize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments.getArrayElement(i);
        }
        Timer timer = new Timer(lastId, handler, values, repeat ? delay : -1);
        active.put(timer.id, timer);
        schedule(timer, delay);
        return timer.id;
    }

    void clear(int id) {
        Timer timer = active.remove(id);
        if (timer != null && timer.scheduled != null) {
            timer.scheduled.cancel();
        }
    }

    private void schedule(Timer timer, int delay) {
        int actual = nestingLevel > MAX_NESTING_LEVEL ? Math.max(delay, CLAMPED_TIMEOUT) : delay;
        int level = nestingLevel + 1;
        timer.scheduled =
                global.realm().loop().schedule(() -> runTask(timer, level), TimeUnit.MILLISECONDS.toNanos(actual));
    }

    private void runTask(Timer timer, int level) {
        nestingLevel = level;
        try {
            global.realm().runTask(() -> run(timer));
        } finally {
            nestingLevel = 0;
        }
    }

    private void run(Timer timer) {
        if (active.get(timer.id) != timer) {
            return;
        }
        if (timer.handler.isString()) {
            runString(timer.handler.asString());
        } else {
            global.callAndReport(timer.handler, global.toValue(), timer.arguments);
        }
        if (active.get(timer.id) != timer) {
            return;
        }
        if (timer.interval < 0) {
            active.remove(timer.id);
        } else {
            schedule(timer, timer.interval);
        }
    }

    private void runString(String handler) {
        Realm realm = global.realm();
        try {
            realm.evaluate(Source.newBuilder("js", handler, global.url().href()).buildLiteral());
        } catch (PolyglotException e) {
            realm.reportFailure(e);
        }
    }
}
