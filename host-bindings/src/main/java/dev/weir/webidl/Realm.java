package dev.weir.webidl;

import dev.weir.host.TaskLoop;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * One global object with everything that belongs to it: its agent, the loop that runs it, and the functions captured before
 * any script ran. Every method must be called on the loop's thread.
 */
public final class Realm {
    /** The most memory that is kept for {@link #bytesOf}. */
    private static final int MAX_SCRATCH = 128 << 10;

    private final Agent agent;
    private final ScriptEvaluator evaluator;
    private final TaskLoop loop;
    private final ErrorReporter reporter;
    private final long timeOriginNanos;
    private final Map<Class<?>, Object> services = new HashMap<>();
    private @Nullable Kernel kernel;
    private @Nullable PlatformObject global;
    private @Nullable PlatformObject currentEvent;
    private byte[] scratch = new byte[1024];

    /** The only realm of an agent. */
    public Realm(Context context, TaskLoop loop, ErrorReporter reporter) {
        this(new Agent(context), loop, reporter);
    }

    public Realm(Agent agent, TaskLoop loop, ErrorReporter reporter) {
        this.agent = agent;
        evaluator = agent.newGlobal(this);
        this.loop = loop;
        this.reporter = reporter;
        this.timeOriginNanos = loop.nanoTime();
    }

    /** Milliseconds since the realm was made, on the loop's clock. */
    public double now() {
        return (loop.nanoTime() - timeOriginNanos) / 1e6;
    }

    public Agent agent() {
        return agent;
    }

    public Context context() {
        return agent.context();
    }

    /** Evaluates a classic script; what it throws comes as it is. */
    public Value evaluate(Source source) {
        return evaluator.evaluate(source);
    }

    public TaskLoop loop() {
        return loop;
    }

    public ErrorReporter reporter() {
        return reporter;
    }

    /** Binds what a package of specifications needs of the runtime. */
    public <T> void bindService(Class<T> type, T service) {
        services.put(type, service);
    }

    /** What was bound under the type, or null. */
    public <T> @Nullable T serviceIfBound(Class<T> type) {
        return type.cast(services.get(type));
    }

    /** What was bound under the type; its absence is a bug of the runtime. */
    public <T> T service(Class<T> type) {
        Object service = services.get(type);
        if (service == null) {
            throw new IllegalStateException("the runtime bound no " + type.getName());
        }
        return type.cast(service);
    }

    /** What was bound under the type; the first time, what the maker makes, which is bound then. */
    public <T> T serviceOrMade(Class<T> type, Supplier<T> maker) {
        T bound = serviceIfBound(type);
        if (bound == null) {
            bound = maker.get();
            bindService(type, bound);
        }
        return bound;
    }

    /** The event whose listener runs now, which {@code window.event} shows; null between dispatches. */
    public @Nullable PlatformObject currentEvent() {
        return currentEvent;
    }

    public void setCurrentEvent(@Nullable PlatformObject event) {
        currentEvent = event;
    }

    /** The peer of the global object; null in a realm that has none. */
    public @Nullable PlatformObject global() {
        return global;
    }

    /** For the binding layer, once. */
    public void setGlobal(PlatformObject global) {
        this.global = global;
    }

    /** For the binding layer, once. */
    public void installKernel(Kernel kernel) {
        this.kernel = kernel;
    }

    public Kernel kernel() {
        Kernel installed = kernel;
        if (installed == null) {
            throw new IllegalStateException("the realm has no glue yet");
        }
        return installed;
    }

    public Value undefined() {
        return kernel().undefined;
    }

    /**
     * Runs the steps as one task: whatever they call in JavaScript, microtasks run only after the last step.
     *
     * @see <a href="https://html.spec.whatwg.org/#perform-a-microtask-checkpoint">HTML, microtask checkpoint</a>
     */
    public void runTask(Runnable steps) {
        Realm before = agent.enter(this);
        try {
            kernel().runTask.executeVoid(new Task(steps));
        } catch (PolyglotException e) {
            reportFailure(e);
        } finally {
            agent.enter(before);
        }
    }

    /** Posts a task that runs as {@link #runTask} does; any thread may call this. */
    public void postTask(Runnable steps) {
        loop.execute(() -> runTask(steps));
    }

    /** Runs the steps in a microtask. */
    public void queueMicrotask(Runnable steps) {
        kernel().queueMicrotask.executeVoid(new Task(steps));
    }

    /** Makes the wrapper of a peer that has none. */
    Value makeWrapper(PlatformObject peer) {
        return kernel().makeWrapper.execute(peer);
    }

    /** Calls a function of a script; what it throws comes as {@link WebException.Thrown}. */
    public Value call(Value function, Object thisValue, Object... arguments) {
        Realm before = agent.enter(agent.ownerOf(function, this));
        try {
            return switch (arguments.length) {
                case 0 -> kernel().call0.execute(function, thisValue);
                case 1 -> kernel().call1.execute(function, thisValue, arguments[0]);
                default -> kernel().call.execute(function, thisValue, array(List.of(arguments)));
            };
        } catch (PolyglotException e) {
            throw asThrown(e);
        } finally {
            agent.enter(before);
        }
    }

    /** Calls a function that a definition's script put into the kernel; failures as for {@link #call}. */
    public Value callFunction(String name, Object... arguments) {
        try {
            return kernel().function(name).execute(arguments);
        } catch (PolyglotException e) {
            throw asThrown(e);
        }
    }

    /** The exception that a script threw, ready to be passed on; failures of the host are rethrown as they are. */
    public WebException asThrown(PolyglotException e) {
        Value thrown = e.getGuestObject();
        if (e.isHostException() || thrown == null) {
            throw e;
        }
        return WebException.thrown(thrown);
    }

    /** What a script threw; null when it threw nothing: the host failed, or the engine ended it. */
    public static @Nullable Value thrownBy(PolyglotException e) {
        return e.isHostException() || e.isCancelled() || e.isExit() ? null : e.getGuestObject();
    }

    /**
     * Reports what left the outermost call: a script's exception to the script, its end for want of memory to the embedder,
     * anything else to the host.
     */
    public void reportFailure(PolyglotException e) {
        Value thrown = thrownBy(e);
        if (thrown != null) {
            reporter.reportException(thrown);
        } else if (e.isResourceExhausted()) {
            reporter.reportExhaustion(e);
        } else {
            reporter.reportHostFailure(e.isHostException() ? e.asHostException() : e);
        }
    }

    /** Runs one of the consumers, in a microtask, when a promise of ours (or plain value) settles. */
    public void uponSettled(Object promise, Consumer<Value> fulfilled, Consumer<Value> rejected) {
        kernel().uponPromise.executeVoid(promise, new Reaction(fulfilled, rejected));
    }

    /**
     * Runs one of the consumers, in a microtask, when what an author's callback returned settles, a promise or any other
     * value; takes the microtasks that Web IDL's conversion to a promise takes.
     */
    public void uponReturnedSettled(Value returned, Consumer<Value> fulfilled, Consumer<Value> rejected) {
        kernel().uponSettled.executeVoid(returned, new Reaction(fulfilled, rejected));
    }

    public Value typeError(String message) {
        return kernel().typeError.execute(message);
    }

    public Value rangeError(String message) {
        return kernel().rangeError.execute(message);
    }

    public Value domException(String name, String message) {
        return kernel().domException.execute(name, message);
    }

    /** The JavaScript value that a script sees for the exception. */
    public Value toValue(WebException exception) {
        return switch (exception) {
            case WebException.JsTypeError e -> typeError(e.getMessage());
            case WebException.JsRangeError e -> rangeError(e.getMessage());
            case WebException.JsSyntaxError e -> domException("SyntaxError", e.getMessage());
            case WebException.DOMError e -> domException(e.name, e.getMessage());
            case WebException.Thrown e -> e.value;
        };
    }

    /** A new JavaScript array of the items. */
    public Value array(List<?> items) {
        Value array = kernel().array.execute(items.size());
        for (int i = 0; i < items.size(); i++) {
            kernel().setItem.executeVoid(array, i, items.get(i));
        }
        return array;
    }

    /** A new frozen JavaScript array of the items. */
    public Value frozenArray(List<?> items) {
        return kernel().function("frozenArray").execute(array(items));
    }

    /** The peer of a platform object that came as {@code any}; null for every other value. */
    public @Nullable PlatformObject peerOf(Value value) {
        return kernel().function("peerOf").execute(value).as(PlatformObject.class);
    }

    /** A new plain object, as a dictionary is returned: own data properties in the map's order. */
    public Value dictionary(Map<String, ?> members) {
        Value object = kernel().object.execute();
        members.forEach((name, value) -> kernel().setItem.executeVoid(object, name, value));
        return object;
    }

    /**
     * A copy of a part of an ArrayBuffer. It holds until the next call: what is not big is always copied to the same place,
     * which memory that is touched all the time serves better than new memory.
     *
     * @param buffer not looked at if {@code length} is 0, when it may be detached
     */
    public ByteBuffer bytesOf(Value buffer, long offset, int length) {
        byte[] bytes = length <= MAX_SCRATCH ? scratchOf(length) : new byte[length];
        if (length > 0) {
            buffer.readBuffer(offset, bytes, 0, length);
        }
        return ByteBuffer.wrap(bytes, 0, length);
    }

    private byte[] scratchOf(int length) {
        if (scratch.length < length) {
            scratch = new byte[Math.min(MAX_SCRATCH, Math.max(length, 2 * scratch.length))];
        }
        return scratch;
    }

    /** A new Uint8Array with a copy of the bytes between the buffer's position and limit. */
    public Value uint8Array(ByteBuffer bytes) {
        return kernel().uint8Array.execute(bytes.slice(), bytes.remaining());
    }

    /** A host object with one method, the way JavaScript calls back without seeing Java. */
    public static final class Task {
        private final Runnable steps;

        Task(Runnable steps) {
            this.steps = steps;
        }

        @Export
        public void run() {
            steps.run();
        }
    }

    /** What to do when a promise settles. */
    public static final class Reaction {
        private final Consumer<Value> fulfilled;
        private final Consumer<Value> rejected;

        Reaction(Consumer<Value> fulfilled, Consumer<Value> rejected) {
            this.fulfilled = fulfilled;
            this.rejected = rejected;
        }

        @Export
        public void fulfilled(Value value) {
            fulfilled.accept(value);
        }

        @Export
        public void rejected(Value reason) {
            rejected.accept(reason);
        }
    }
}
