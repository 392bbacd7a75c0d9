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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the conformance suite does not pin, and a first look at each path through the state machines. */
class StreamsTest {
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
        return all;
    }

    @AfterEach
    void close() {
        realm.close();
        assertEquals(List.of(), realm.reports);
    }

    @Test
    void aPulledStreamIsReadToItsEnd() {
        assertEquals("0,1,2,end", realm.async("""
                        let i = 0;
                        const reader = new ReadableStream({ pull(c) { if (i < 3) c.enqueue(i++); else c.close(); } }).getReader();
                        const seen = [];
                        for (;;) { const { value, done } = await reader.read(); if (done) break; seen.push(value); }
                        await reader.closed;
                        return seen.concat('end').join();"""));
    }

    @Test
    void readsThatWaitAreAnsweredInOrder() {
        assertEquals("a,b,undefined", realm.async("""
                        let controller;
                        const reader = new ReadableStream({ start(c) { controller = c; } }).getReader();
                        const reads = [reader.read(), reader.read(), reader.read()];
                        controller.enqueue('a'); controller.enqueue('b'); controller.close();
                        return (await Promise.all(reads)).map((r) => r.value + '').join();"""));
    }

    @Test
    void anIteratorReadsAndReleases() {
        assertEquals("6 false", realm.async("""
                        let s = 0;
                        const stream = new ReadableStream({ start(c) { c.enqueue(1); c.enqueue(2); c.enqueue(3); c.close(); } });
                        for await (const chunk of stream) s += chunk;
                        return s + ' ' + stream.locked;"""));
    }

    @Test
    void breakingOutOfTheIterationCancels() {
        assertEquals("canceled undefined", realm.async("""
                        let log;
                        const stream = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(r) { log = 'canceled ' + r; } });
                        for await (const chunk of stream) break;
                        return log;"""));
    }

    @Test
    void writesArriveOneAtATimeAndBackpressureIsTold() {
        assertEquals("write a,1,write b,0,closed", realm.async("""
                        const log = [];
                        const writer = new WritableStream({ write(chunk) { log.push('write ' + chunk); }, close() { log.push('closed'); } }).getWriter();
                        await writer.ready;
                        writer.write('a');
                        await writer.ready;
                        log.push(writer.desiredSize);
                        writer.write('b');
                        log.push(writer.desiredSize);
                        await writer.close();
                        return log.join();"""));
    }

    @Test
    void aPipeMovesEverythingAndCloses() {
        assertEquals("10 closed", realm.async("""
                        let i = 0, s = 0, end;
                        await new ReadableStream({ pull(c) { if (i < 5) c.enqueue(i++); else c.close(); } })
                            .pipeTo(new WritableStream({ write(c) { s += c; }, close() { end = 'closed'; } }));
                        return s + ' ' + end;"""));
    }

    @Test
    void anErrorOfTheSinkCancelsTheSource() {
        assertEquals("RangeError: no RangeError: no", realm.async("""
                        let canceled;
                        const source = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(r) { canceled = r; } });
                        try {
                            await source.pipeTo(new WritableStream({ write() { throw new RangeError('no'); } }));
                        } catch (e) { return e + ' ' + canceled; }"""));
    }

    @Test
    void abortRejectsWhatWaits() {
        assertEquals("why,why,why", realm.async("""
                        let finish;
                        const writer = new WritableStream({ write() { return new Promise((r) => finish = r); } }).getWriter();
                        await writer.ready;
                        const writes = [writer.write(1), writer.write(2)];
                        const aborted = writer.abort('why');
                        finish();
                        const outcomes = await Promise.allSettled([...writes, writer.closed, aborted]);
                        return outcomes.map((o) => o.reason).filter(Boolean).concat(outcomes[0].status === 'fulfilled' ? 'why' : 'x').join();"""));
    }

    @Test
    void aSizeThatIsNoneErrorsTheStream() {
        assertEquals("RangeError,RangeError", realm.async("""
                        let controller;
                        const stream = new ReadableStream({ start(c) { controller = c; } }, { size: () => -1, highWaterMark: 5 });
                        const names = [];
                        try { controller.enqueue(1); } catch (e) { names.push(e.name); }
                        const writer = new WritableStream({}, { size: () => NaN }).getWriter();
                        try { await writer.write(1); } catch (e) { names.push(e.name); }
                        return names.join();"""));
    }

    @Test
    void patchedPrototypesChangeNothing() {
        assertEquals("ok", realm.async("""
                        await null;
                        const then = Promise.prototype.then;
                        Promise.prototype.then = () => { throw new Error('patched'); };
                        Array.prototype[Symbol.iterator] = null;
                        Object.defineProperty(Array.prototype, 0, { set() { throw new Error('set'); }, configurable: true });
                        Function.prototype.call = Function.prototype.apply = Reflect.apply = null;
                        let i = 0, s = 0;
                        const done = new ReadableStream({ pull(c) { if (i < 5) c.enqueue(i++); else c.close(); } })
                            .pipeTo(new WritableStream({ write(c) { s += c; } }));
                        await done;
                        Promise.prototype.then = then;
                        return s === 10 ? 'ok' : s;"""));
    }
}
