package dev.weir.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.abort.AbortController;
import dev.weir.abort.AbortSignal;
import dev.weir.events.CustomEvent;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingsTest {
    private static final InterfaceSet INTERFACES = new InterfaceSet(
            "Window",
            List.of(
                    DOMExceptionBinding.DEFINITION,
                    EventTarget.DEFINITION,
                    Event.DEFINITION,
                    CustomEvent.DEFINITION,
                    AbortSignal.DEFINITION,
                    AbortController.DEFINITION));

    private final TestRealm realm = new TestRealm(INTERFACES);

    @AfterEach
    void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            typeof AbortController | function
            AbortController.name + AbortController.length | AbortController0
            String(AbortController) | function AbortController() { [native code] }
            Event.length | 1
            Object.prototype.toString.call(new AbortController()) | [object AbortController]
            Object.keys(new AbortController()).length | 0
            Object.getPrototypeOf(AbortSignal) === EventTarget | true
            new AbortController().signal instanceof EventTarget | true
            (c => c.signal === c.signal)(new AbortController()) | true
            AbortController() | TypeError: Class constructor AbortController cannot be invoked without 'new'
            new AbortSignal() | TypeError: AbortSignal: illegal constructor
            AbortController.prototype.abort.call({}) | TypeError: AbortController.abort: 'this' is not an object of the right kind
            new Event() | TypeError: Event constructor: 1 argument required, but only 0 present
            new Event('a', { bubbles: 1 }).bubbles | true
            new Event('a', 7) | TypeError: Event constructor: argument 'eventInitDict' must be an object
            Object.getOwnPropertyDescriptor(new Event('x'), 'isTrusted').configurable | false
            new CustomEvent('x', { detail: 7 }).detail | 7
            new (class A extends CustomEvent { m() { return this.type; } })('hi').m() | hi
            Event.BUBBLING_PHASE + new Event('x').NONE | 3
            new DOMException('m', 'AbortError').code | 20
            new DOMException('m') instanceof Error | true
            String(new DOMException('m', 'N')) | N: m
            typeof new DOMException('m').stack | string
            AbortSignal.abort().reason.name | AbortError
            AbortSignal.abort(5).reason | 5
            AbortSignal.any([AbortSignal.abort(6)]).reason | 6
            AbortSignal.any([1]) | TypeError: AbortSignal.any: argument 'signals' must be of type AbortSignal
            AbortSignal.timeout(-1) | TypeError: AbortSignal.timeout: argument 'milliseconds' must be between 0 and 9007199254740991
            Object.getOwnPropertyNames(AbortSignal.prototype).sort().join() | aborted,constructor,onabort,reason,throwIfAborted
            Object.getOwnPropertyDescriptor(AbortSignal, 'abort').enumerable | true
            """)
    void looksLikeAPlatformObject(String expression, String expected) {
        assertEquals(expected, realm.eval(expression));
    }

    @Test
    void abortReachesListenersHandlersAndDependents() {
        assertEquals("handler listener any false", realm.eval("""
                        const log = [];
                        const controller = new AbortController();
                        controller.signal.onabort = () => log.push('handler');
                        controller.signal.addEventListener('abort', { handleEvent() { log.push('listener'); } });
                        AbortSignal.any([controller.signal]).onabort = (e) => log.push('any', e.bubbles);
                        controller.abort();
                        log.join(' ')"""));
    }

    @Test
    void aThrowingListenerIsReportedAndTheNextOneRuns() {
        assertEquals("second", realm.eval("""
                        let seen = '';
                        const target = new EventTarget();
                        target.addEventListener('x', () => { throw new RangeError('first'); });
                        target.addEventListener('x', () => { seen = 'second'; });
                        target.dispatchEvent(new Event('x'));
                        seen"""));
        assertEquals(List.of("RangeError: first"), realm.reports);
    }

    @Test
    void aTimeoutAbortsWhenItsTimeHasPassed() {
        realm.eval("var signal = AbortSignal.timeout(50)");
        realm.loop.advanceMillis(49);
        assertEquals("false", realm.eval("signal.aborted"));
        realm.loop.advanceMillis(1);
        assertEquals("TimeoutError", realm.eval("signal.reason.name"));
    }

    @Test
    void aPollutedObjectPrototypeChangesNothing() {
        realm.eval("Object.prototype.value = 1; Object.prototype.get = () => 2; Object.prototype.bubbles = true;"
                + "Array.prototype[Symbol.iterator] = null; Promise.prototype.then = null;");
        assertEquals("function", realm.eval("typeof AbortController"));
        assertEquals("false", realm.eval("new Event('x', { __proto__: null }).bubbles"));
    }

    @Test
    void whatAScriptThrowsInAConversionComesBackAsItIs() {
        assertEquals(
                "true",
                realm.eval(
                        "const thrown = {}; try { new Event({ toString() { throw thrown; } }); } catch (e) { e === thrown }"));
    }
}
