package dev.weir.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cloning within a realm, and what crosses to another one. */
class StructuredCloneTest {
    private MessagingRealm here;
    private MessagingRealm there;

    @BeforeEach
    void open() {
        here = new MessagingRealm();
        there = new MessagingRealm();
        here.run("channel = new MessageChannel()");
        here.sendPort("channel.port2", there, "port");
        there.run("port.onmessage = (e) => { received = e.data; ports = e.ports; }");
        // A description of a value that two realms can compare: kinds, prototypes, keys, identity.
        for (MessagingRealm realm : new MessagingRealm[] {here, there}) {
            realm.run("""
                    function describe(value, seen = new Map()) {
                      if (typeof value === 'bigint') return value + 'n';
                      if (typeof value === 'string') return JSON.stringify(value);
                      if (Object.is(value, -0)) return '-0';
                      if (typeof value !== 'object' || value === null) return String(value);
                      if (seen.has(value)) return '#' + seen.get(value);
                      seen.set(value, seen.size);
                      const next = (v) => describe(v, seen);
                      const proto = Object.getPrototypeOf(value);
                      const kind = proto === null ? 'null' : proto.constructor.name;
                      const own = Object.getOwnPropertyNames(value).filter((k) => k !== 'stack')
                        .map((k) => k + (Object.getOwnPropertyDescriptor(value, k).enumerable ? '' : '!') + '=' + next(value[k])).join();
                      let inner = '';
                      if (value instanceof Date) inner = value.getTime();
                      else if (value instanceof RegExp) inner = String(value);
                      else if (value instanceof Map) inner = [...value].map(([k, v]) => next(k) + '>' + next(v)).join();
                      else if (value instanceof Set) inner = [...value].map(next).join();
                      else if (value instanceof ArrayBuffer) inner = [...new Uint8Array(value)] + '/' + value.resizable + value.maxByteLength;
                      else if (ArrayBuffer.isView(value)) return kind + '@' + value.byteOffset + '+' + value.byteLength + next(value.buffer);
                      else if ([Boolean, Number, String, BigInt].some((c) => value instanceof c)) inner = next(value.valueOf());
                      return kind + '{' + inner + '|' + own + '}';
                    }
                    """);
        }
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "undefined",
                "null",
                "true",
                "0",
                "-0",
                "NaN",
                "1.5",
                "2 ** 31",
                "''",
                "'\\ud800 lone'",
                "12345678901234567890n",
                "-255n",
                "new Boolean(false)",
                "new Number(-0)",
                "new String('abc')",
                "Object(-7n)",
                "new Date(86400000)",
                "new Date(NaN)",
                "/a\\/b[\\/]/dgimsuy",
                "new RegExp('')",
                "{}",
                "{ a: 1, b: { c: [2, 'x'] }, 1: 'index', ['__proto__']: 5 }",
                "[]",
                "[1, 'two', null, undefined, [3]]",
                "[, 1, , 2, ,]",
                "Object.assign([1, 2], { extra: 'yes' })",
                "(() => { const a = []; a[1000000] = 'far'; return a; })()",
                "new Array(4294967295)",
                "new Map([[1, 'a'], [{ k: 1 }, new Set([1, NaN])]])",
                "new Set(['x', -0, {}])",
                "new ArrayBuffer(0)",
                "new Uint8Array([1, 2, 3]).buffer",
                "new ArrayBuffer(3, { maxByteLength: 9 })",
                "new Uint8Array([1, 2, 3]).subarray(1)",
                "new Float64Array([1.5, -0])",
                "new BigInt64Array([-1n])",
                "new DataView(new ArrayBuffer(8), 2, 3)",
                "new Uint16Array(new ArrayBuffer(5, { maxByteLength: 9 }), 2)",
                "new Uint16Array(new ArrayBuffer(6, { maxByteLength: 6 }), 2)",
                "new Uint16Array(new ArrayBuffer(6, { maxByteLength: 6 }), 2, 2)",
                "new TypeError('wrong')",
                "new Error('outer', { cause: new RangeError('inner') })",
                "new Error()"
            })
    void copiesAreLikeTheirOriginalsInThisRealmAndInAnother(String expression) {
        String original = here.eval("describe(original = (" + expression + "))");
        assertEquals(original, here.eval("describe(structuredClone(original))"));
        here.run("channel.port1.postMessage(original)");
        there.loop.runAll();
        assertEquals(original, there.eval("describe(received)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(() => { const o = { name: 'loop' }; o.self = o; o.list = [o, o]; return o; })()",
                "(() => { const m = new Map(); m.set(m, m); return m; })()",
                "(() => { const s = new Set(); s.add(s); return s; })()",
                "(() => { const e = new Error('x'); Object.defineProperty(e, 'cause', { value: e }); return e; })()",
                "(() => { const d = new Date(1); return [d, { d }, new Map([[d, d]])]; })()",
                "(() => { const b = new ArrayBuffer(4); return [new Uint8Array(b), b, new DataView(b, 1)]; })()"
            })
    void identityAndCyclesAreKept(String expression) {
        copiesAreLikeTheirOriginalsInThisRealmAndInAnother(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "() => {}",
                "Symbol('s')",
                "Object(Symbol('s'))",
                "new Proxy({}, {})",
                "new Proxy([], {})",
                "new Proxy(new Map(), {})",
                "Promise.resolve()",
                "new WeakMap()",
                "new WeakSet()",
                "new WeakRef({})",
                "(function* () {})()",
                "[].values()",
                "[1].values().map((x) => x)",
                "Iterator.from({ next() {} })",
                "(function () { return arguments; })(1)",
                "(function () { 'use strict'; return arguments; })(1)",
                "Object.setPrototypeOf((function () { return arguments; })(1), null)",
                "(function () { arguments[Symbol.toStringTag] = 'Object'; return arguments; })()",
                "new Intl.Collator()",
                "new SharedArrayBuffer(1)",
                "new Uint8Array(new SharedArrayBuffer(1))",
                "globalThis",
                "new EventTarget()",
                "channel.port1",
                "{ deep: [new Map([[1, () => {}]])] }"
            })
    void otherThingsCannotBeCloned(String expression) {
        assertEquals("DataCloneError", here.run("""
                try { structuredClone(%s); 'cloned' } catch (e) { e instanceof DOMException && e.name }
                """.formatted(
                        expression.startsWith("{") ? "(" + expression + ")" : expression)));
    }

    @Test
    void whatOnlyLooksLikeArgumentsOrAnIteratorIsAnOrdinaryObject() {
        assertEquals(
                "{\"0\":1,\"length\":1}",
                here.eval("JSON.stringify(structuredClone({ 0: 1, length: 1, [Symbol.toStringTag]: 'Arguments' }))"));
        assertEquals(
                "{\"own\":1}",
                here.eval(
                        "JSON.stringify(structuredClone(Object.assign(new (class extends Iterator {})(), { own: 1 })))"));
    }

    @Test
    void aProxyIsNoticedWithoutRunningItsTraps() {
        here.run("""
                var traps = 0;
                var handler = new Proxy({}, { get() { traps++; } });
                try { structuredClone({ inner: new Proxy({}, handler) }); } catch (e) { name = e.name; }
                """);
        assertEquals("DataCloneError 0", here.eval("name + ' ' + traps"));
        assertEquals("1", here.eval("structuredClone({ x: 1, constructor: undefined }).x"));
    }

    @Test
    void anObjectWhosePrototypeWasReplacedIsStillOfItsKind() {
        assertEquals("5", here.eval("structuredClone(Object.setPrototypeOf(new Date(5), null)).getTime()"));
        assertEquals(
                "true",
                here.eval(
                        "structuredClone(Object.setPrototypeOf(new Error('x'), class {}.prototype)) instanceof Error"));
        assertEquals("[object Object]", here.eval("structuredClone(Object.create(Date.prototype))"));
        assertEquals("true", here.eval("structuredClone(new (class extends Map {})) instanceof Map"));
        assertEquals(
                "true",
                here.eval("Object.getPrototypeOf(structuredClone(new (class X { y = 1 }))) === Object.prototype"));
    }

    @Test
    void errorsKeepTheirStacksAndLoseStrangeNames() {
        here.run("original = new TypeError('m'); original.name = 'Custom'; copy = structuredClone(original)");
        assertEquals("true", here.eval("copy.stack === original.stack"));
        assertEquals("true", here.eval("Object.getPrototypeOf(copy) === Error.prototype"));
        assertEquals("false", here.eval("copy.hasOwnProperty('name')"));
        here.run("exception = new DOMException('what', 'DataError'); copy = structuredClone(exception)");
        assertEquals(
                "DataError what 0 true",
                here.eval("`${copy.name} ${copy.message} ${copy.code} ${copy.stack === exception.stack}`"));
    }

    @Test
    void gettersRunOnceAndWhatTheyThrowComesOut() {
        assertEquals("Error: mine", here.eval("structuredClone({ get x() { throw new Error('mine'); } })"));
        assertEquals("{\"a\":1}", here.eval("""
                JSON.stringify(structuredClone({ get a() { delete this.b; return 1; }, b: 2 }))
                """));
        assertEquals("[object Object]", here.eval("""
                structuredClone({ get a() { return structuredClone({ nested: [1] }).nested; } })
                """));
    }

    @Test
    void settersOnPrototypesDoNotSeeTheCopy() {
        String ran = here.run("""
                var seen = [];
                var input = { x: [7, 8] };
                for (const proto of [Object.prototype, Array.prototype]) {
                  for (const key of ['x', '0', '1', 'value', 'get', 'length0']) {
                    Object.defineProperty(proto, key, { __proto__: null, configurable: true, set(v) { seen.push(key); }, get() {} });
                  }
                }
                Array.prototype.push = Array.prototype[Symbol.iterator] = Map.prototype.set = Map.prototype.get = null;
                Uint8Array.prototype.set = ArrayBuffer.prototype.transfer = null;
                var copy = structuredClone(input);
                'ran'
                """);
        assertEquals("ran", ran);
        assertEquals("7 8 0", here.eval("`${copy.x[0]} ${copy.x[1]} ${seen.length}`"));
    }

    @Test
    void aTransferredBufferMovesWithoutACopy() {
        here.run("""
                buffer = new Uint8Array([1, 2, 3]).buffer;
                view = new Uint8Array(buffer, 1);
                copy = structuredClone({ view, buffer }, { transfer: [buffer] });
                """);
        assertEquals(
                "0 true 2,3 true",
                here.eval(
                        "`${buffer.byteLength} ${buffer.detached} ${copy.view} ${copy.view.buffer === copy.buffer}`"));
        here.run("channel.port1.postMessage(copy, [copy.buffer])");
        there.loop.runAll();
        assertEquals("2,3", there.eval("received.view"));
        assertEquals("0", here.eval("copy.view.length"));
    }

    @Test
    void aTransferListThatIsWrongChangesNothing() {
        here.run(
                "buffer = new ArrayBuffer(1); detached = new ArrayBuffer(1); structuredClone(0, { transfer: [detached] })");
        String twice = here.eval("structuredClone(buffer, { transfer: [buffer, buffer] })");
        assertTrue(twice.startsWith("DataCloneError"), twice);
        String function = here.eval("structuredClone(() => {}, { transfer: [buffer] })");
        assertTrue(function.startsWith("DataCloneError"), function);
        String plain = here.eval("structuredClone(1, { transfer: [buffer, {}] })");
        assertTrue(plain.startsWith("DataCloneError"), plain);
        assertEquals("1", here.eval("buffer.byteLength"));
        String gone = here.eval("structuredClone(1, { transfer: [detached] })");
        assertTrue(gone.startsWith("DataCloneError"), gone);
    }

    @Test
    void aLengthTrackingViewOfAFullBufferIsToldFromAFixedOneAndKeepsItsBytes() {
        here.run("""
                buffer = new ArrayBuffer(4, { maxByteLength: 4 });
                tracking = new Uint16Array(buffer);
                fixed = new Uint16Array(buffer, 0, 2);
                tracking[1] = 258;
                [a, b] = structuredClone([tracking, fixed]);
                a.buffer.resize(2);
                """);
        assertEquals("0,258 1 0", here.eval("`${tracking} ${a.length} ${b.length}`"));
    }

    @Test
    void platformObjectsTakePartByTheirHooks() {
        here.run("thing = new Thing('one'); pair = structuredClone({ a: thing, b: thing })");
        assertEquals(
                "one' true true",
                here.eval(
                        "`${pair.a.name} ${pair.a === pair.b} ${Object.getPrototypeOf(pair.a) === Thing.prototype}`"));
        assertEquals("one", here.eval("structuredClone(thing, { transfer: [thing] }).name"));
        String again = here.eval("structuredClone(1, { transfer: [thing] })");
        assertTrue(again.startsWith("DataCloneError"), again);
        assertEquals(
                "DataCloneError: it stays", here.eval("structuredClone(1, { transfer: [new Thing('stubborn')] })"));
        here.run("channel.port1.postMessage([new Thing('far'), moved = new Thing('moved')], [moved])");
        there.loop.runAll();
        assertEquals("far' moved", there.eval("`${received[0].name} ${received[1].name}`"));
    }

    @Test
    void deepNestingEndsInAnErrorOfTheScripts() {
        String error =
                here.eval("(() => { let o = {}; for (let i = 0; i < 100000; i++) o = { o }; structuredClone(o); })()");
        assertTrue(error.startsWith("RangeError"), error);
    }
}
