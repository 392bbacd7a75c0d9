package dev.weir.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.abort.AbortController;
import dev.weir.abort.AbortSignal;
import dev.weir.bindings.DOMExceptionBinding;
import dev.weir.bindings.InterfaceDefinition;
import dev.weir.bindings.InterfaceSet;
import dev.weir.bindings.TestRealm;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.webidl.Promise;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transform streams, above all those whose transformer is in Java. */
class TransformStreamTest {
    private static final InterfaceSet INTERFACES = new InterfaceSet("Window", definitions());

    private final TestRealm realm = new TestRealm(INTERFACES);

    private static List<InterfaceDefinition> definitions() {
        List<InterfaceDefinition> all = new ArrayList<>(List.of(
                DOMExceptionBinding.DEFINITION,
                EventTarget.DEFINITION,
                Event.DEFINITION,
                AbortSignal.DEFINITION,
                AbortController.DEFINITION));
        all.addAll(StreamsInterfaces.DEFINITIONS);
        all.add(InterfaceDefinition.of("dictionary Unused { any unused; };")
                .script(TransformStreamTest.class, "shouting.js"));
        return all;
    }

    @AfterEach
    void close() {
        realm.close();
        assertEquals(List.of(), realm.reports);
    }

    private static final String READ_ALL = """
            const readAll = async (readable) => { const seen = []; for await (const chunk of readable) seen.push(chunk); return seen.join(); };
            """;

    /** Answers each chunk in capitals, from Java. */
    private final class Shouting implements Transformer {
        final List<String> log = new ArrayList<>();

        @Nullable
        TransformStream stream;

        @Override
        public TransformSteps transformSteps() {
            return new TransformSteps("shout", new Target());
        }

        @Override
        public Value flush() {
            enqueue("THE END");
            return Promise.resolvedWith(realm.realm, null);
        }

        @Override
        public @Nullable Value cancel(Value reason) {
            log.add("canceled " + reason.asString());
            return null;
        }

        private void enqueue(String text) {
            if (stream != null) {
                StreamsForOtherSpecs.enqueue(stream, text);
            }
        }

        public final class Target {
            @Export
            public void shout(String text) {
                if (text.isEmpty()) {
                    throw WebException.rangeError("nothing to shout");
                }
                enqueue(text.toUpperCase(Locale.ROOT));
            }

            @Export
            public @Nullable Value pause() {
                return log.isEmpty() ? null : Promise.resolvedWith(realm.realm, null);
            }
        }
    }

    private Shouting expose() {
        Shouting shouting = new Shouting();
        shouting.stream = StreamsForOtherSpecs.newTransformStream(realm.realm, shouting);
        realm.context.getBindings("js").putMember("transform", shouting.stream.toValue());
        return shouting;
    }

    @Test
    void aTransformerInJavaTransformsAndFlushes() {
        expose();
        assertEquals("A,1,BC,2,THE END", realm.async(READ_ALL + """
                const writer = transform.writable.getWriter();
                writer.write('a'); writer.write('bc'); writer.close();
                return readAll(transform.readable);"""));
    }

    @Test
    void whatATransformerInJavaThrowsErrorsBothEnds() {
        expose();
        assertEquals(
                "RangeError: nothing to shout,RangeError: nothing to shout,RangeError: nothing to shout",
                realm.async("""
                        const writer = transform.writable.getWriter();
                        const reader = transform.readable.getReader();
                        const outcomes = await Promise.allSettled([writer.write(''), reader.read(), writer.closed]);
                        return outcomes.map((o) => o.reason).join();"""));
    }

    @Test
    void aTransformerInJavaIsToldOfCancelOnce() {
        Shouting shouting = expose();
        assertEquals("too late,too late", realm.async("""
                for (let i = 0; i < 9; i++) await null; // until both ends have started
                const canceled = transform.readable.cancel('enough');
                const aborted = transform.writable.abort('too late');
                return (await Promise.allSettled([canceled, aborted])).map((o) => o.reason).join();"""));
        assertEquals(List.of("canceled enough"), shouting.log);
    }

    @Test
    void anIdentityTransformHandsOn() {
        TransformStream stream = StreamsForOtherSpecs.newIdentityTransformStream(realm.realm);
        realm.context.getBindings("js").putMember("transform", stream.toValue());
        assertEquals("1,2,3", realm.async(READ_ALL + """
                return readAll(ReadableStreamOf(1, 2, 3).pipeThrough(transform));
                function ReadableStreamOf(...chunks) {
                    return new ReadableStream({ start(c) { chunks.forEach((chunk) => c.enqueue(chunk)); c.close(); } });
                }"""));
    }

    @Test
    void javaMayErrorOrTerminateATransform() {
        TransformStream failing = StreamsForOtherSpecs.newIdentityTransformStream(realm.realm);
        TransformStream ending = StreamsForOtherSpecs.newIdentityTransformStream(realm.realm);
        realm.context.getBindings("js").putMember("failing", failing.toValue());
        realm.context.getBindings("js").putMember("ending", ending.toValue());
        realm.realm.runTask(() -> {
            StreamsForOtherSpecs.error(failing, realm.realm.rangeError("no more"));
            StreamsForOtherSpecs.terminate(ending);
        });
        assertEquals("RangeError,RangeError,true,TypeError", realm.async("""
                const name = (promise) => promise.then((v) => v.done, (e) => e.name);
                return [await name(failing.readable.getReader().read()), await name(failing.writable.getWriter().closed),
                    await name(ending.readable.getReader().read()), await name(ending.writable.getWriter().closed)].join();"""));
    }

    @Test
    void patchedPrototypesChangeNothing() {
        assertEquals("3 3 start,transform,transform,transform,flush", realm.async(READ_ALL + """
                await null;
                const { then, constructor } = Promise.prototype;
                const log = [];
                const hostile = (name) => ({ get() { log.push('patched ' + name); return undefined; }, configurable: true });
                const transform = new TransformStream({
                    start() { log[0] = 'start'; }, transform(chunk, c) { log[log.length] = 'transform'; c.enqueue(chunk); }, flush() { log[log.length] = 'flush'; } });
                let i = 0, s = 0, n = 0;
                const source = new ReadableStream({ pull(c) { if (i < 3) c.enqueue(i++); else c.close(); } });
                Promise.prototype.then = () => { throw new Error('patched'); };
                Object.defineProperty(Promise.prototype, 'constructor', hostile('constructor'));
                const finished = source.pipeThrough(transform).pipeTo(new WritableStream({ write(c) { s += c; n++; } }));
                for (let k = 0; k < 50; k++) await undefined;
                Promise.prototype.then = then;
                Object.defineProperty(Promise.prototype, 'constructor', { value: constructor, writable: true, configurable: true });
                await finished;
                return s + ' ' + n + ' ' + log.join();"""));
    }
}
