package dev.weir.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects and scripts that want to break the console, or to be run by it. */
final class ConsoleHostilityTest {
    private ConsoleRealm realm;

    @BeforeEach
    void open() {
        realm = new ConsoleRealm();
        realm.run("var ran = 0; const trap = () => { ran++; throw new Error('ran'); };");
    }

    @AfterEach
    void close() {
        realm.close();
    }

    private void shows(String expression, String text) {
        assertEquals(text, realm.logged(expression), expression);
    }

    @Test
    void anErrorWithoutTextForANameIsShownByItsMessage() {
        realm.run("const named = (name) => Object.defineProperty(new Error('x'), 'name', { value: name });");
        shows("named({ toString: trap })", "[Error: x]");
        shows("named(Symbol())", "[Error: x]");
        shows("Object.defineProperty(new Error('x'), 'name', { get: trap })", "[Error: x]");
        shows("Object.defineProperty(new Error('x'), 'message', { value: { toString: trap } })", "[Error]");
        shows(
                "Object.assign(new Error('x'), { name: { toString: trap } })",
                "[Error: x] { name: { toString: [Function: trap] } }");
        shows(
                "Object.setPrototypeOf(new Error('m'), Object.defineProperty(Object.create(Error.prototype), 'name',"
                        + " { get: trap }))",
                "[Error: m]");
        assertEquals(0, realm.run("ran").asInt());
    }

    @Test
    void noGetterOrConversionOfTheScriptRuns() {
        realm.run("""
                const hostile = {};
                for (const key of ['toString', 'valueOf', 'toJSON', 'inspect', 'then', 'constructor', 'name', 'message',
                    'stack', 'length', 'size', Symbol.toPrimitive, Symbol.toStringTag, Symbol.iterator,
                    Symbol.for('nodejs.util.inspect.custom')]) {
                  Object.defineProperty(hostile, key, { get: trap, configurable: true });
                }
                class Hostile { static get [Symbol.hasInstance]() { trap(); } static get name() { trap(); } }
                """);
        shows("hostile, [hostile], Object.create(hostile), new Hostile()", "{} [ {} ] {} {}");
        for (String made : List.of(
                "[1]",
                "new Map([[1, 2]])",
                "new Set([1])",
                "new Date(0)",
                "/x/",
                "Object('s')",
                "Object(1)",
                "new Uint8Array(2)",
                "new ArrayBuffer(1)",
                "() => 1",
                "Promise.resolve()")) {
            realm.printedBy("console.log(Object.setPrototypeOf(" + made + ", hostile));"
                    + "console.log('%o', Object.setPrototypeOf(" + made + ", hostile));"
                    + "console.table([Object.setPrototypeOf(" + made + ", hostile)])");
        }
        assertEquals(0, realm.run("ran").asInt());
    }

    @Test
    void anErrorWhoseStackCannotBeMadeIsShownAsThat() {
        // The engine writes an error's stack when it is first read, and asks for the name and message then; what does
        // not
        // inherit from the prototype of errors is not known to be one.
        shows("Object.setPrototypeOf(new Error('m'), { get name() { trap(); } })", "<Inspection threw (Error: ran)>");
    }

    @Test
    void aProxyIsReadThroughDescriptorsAndItsGetTrapStaysAlone() {
        realm.run("const seen = new Proxy({ a: 1 }, { get: trap, has: trap, set: trap });");
        shows(
                "seen, new Proxy([1, 2], { get: trap }), new Proxy(class Q {}, { get: trap, apply: trap })",
                "{ a: 1 } [ 1, 2 ] [Function: Q]");
        assertEquals(0, realm.run("ran").asInt());
    }

    @Test
    void throwingTrapsAreShownWhereTheyThrew() {
        shows("new Proxy({}, { getPrototypeOf: trap })", "<Inspection threw (Error: ran)>");
        shows(
                "{ a: 1, p: new Proxy({}, { ownKeys() { throw 'text'; } }), z: 2 }",
                "{ a: 1, p: <Inspection threw ('text')>, z: 2 }");
        shows("new Proxy({}, { ownKeys() { throw Symbol('s'); } })", "<Inspection threw (Symbol(s))>");
        shows("new Proxy({}, { ownKeys() { throw { get message() { trap(); } }; } })", "<Inspection threw (object)>");
        shows(
                "new Proxy({}, { ownKeys() { throw new Proxy({}, { getOwnPropertyDescriptor: trap }); } })",
                "<Inspection threw (object)>");
    }

    @Test
    void revokedProxiesAreTold() {
        realm.run("const gone = Proxy.revocable({}, {}); gone.revoke();"
                + "const goneFunction = Proxy.revocable(() => 1, {}); goneFunction.revoke();");
        shows("gone.proxy, [gone.proxy], goneFunction.proxy", "<Revoked Proxy> [ <Revoked Proxy> ] <Revoked Proxy>");
        shows("'%s %o %d', gone.proxy, gone.proxy, gone.proxy", "<Revoked Proxy> <Revoked Proxy> NaN");
        assertEquals(List.of("LOG <Revoked Proxy>"), realm.printedBy("console.table(gone.proxy)"));
        assertEquals(List.of("LOG <Revoked Proxy>"), realm.printedBy("console.dir(gone.proxy)"));
    }

    @Test
    void endlessPrototypesAreNotFollowed() {
        realm.run("let own; own = new Proxy({ a: 1 }, { getPrototypeOf: () => own });");
        shows("own", "[Object: null prototype] { a: 1 }");
    }

    @Test
    void aTrapThatLogsItsProxyDoesNotRunAway() {
        realm.run("let own; own = new Proxy({}, { ownKeys() { console.log(own); console.log(own); return []; } });");
        assertTrue(realm.printedBy("console.log(own)").size() < 100);
    }

    @Test
    void conversionsThatThrowInDirectivesDoNotReachTheScript() {
        shows(
                "'%s|%d|%f', { toString: trap }, { toString: trap }, { toString: trap }",
                "{ toString: [Function: trap] }|NaN|NaN");
        shows("'%s', Object.create(null)", "[Object: null prototype] {}");
    }

    @Test
    void deepNestingIsCutAtAnyDepthAskedFor() {
        realm.run("let deep = {}; for (let i = 0; i < 200000; i++) deep = { deep };");
        shows("deep", "{ deep: { deep: { deep: [Object] } } }");
        String all = realm.printedBy("console.dir(deep, { depth: null })").get(0);
        assertTrue(all.contains("[Object]") && all.length() < 100_000, "length " + all.length());
    }

    @Test
    void wideStructuresGiveBoundedText() {
        realm.run("""
                let wide = 'x'.repeat(20000);
                for (let level = 0; level < 6; level++) wide = new Array(100).fill(wide);
                const keys = {};
                for (let i = 0; i < 100000; i++) keys['k' + i] = i;
                """);
        String text = realm.printedBy("console.dir(wide, { depth: Infinity })").get(0);
        assertTrue(text.length() < 8_000_000, "length " + text.length());
        assertTrue(realm.logged("keys").endsWith("  ... 99000 more properties\n}"));
        assertTrue(realm.logged("['y'.repeat(20000)]").contains("'... 10000 more characters"));
        assertEquals(1_003, realm.logged("Symbol('z'.repeat(100000))").length());
        assertEquals("<BigInt of over 1000000 bits>", realm.logged("2n ** 3000000n"));
    }

    @Test
    void hugeAndSparseArraysAreQuick() {
        assertTrue(realm.logged("new Array(10000000).fill('x')").endsWith("... 9999900 more items\n]"));
        assertTrue(realm.logged("new Uint8Array(10000000)").endsWith("... 9999900 more items\n]"));
        realm.run("const sparse = []; sparse[5] = 1; sparse[4000000000] = 2;");
        shows(
                "sparse, new Array(4294967295)",
                "[ <5 empty items>, 1, <3999999994 empty items>, 2 ] [ <4294967295 empty items> ]");
    }

    @Test
    void textTooLongForAStringIsNotThrownIntoTheScript() {
        // Concatenation copies nothing here: the longest string there can be takes no room.
        realm.run("""
                const parts = ['a'];
                try { for (;;) parts.push(parts.at(-1) + parts.at(-1)); } catch {}
                let longest = '';
                for (const part of parts.reverse()) try { longest += part; } catch {}
                """);
        assertEquals(
                List.of(
                        "ERROR <this cannot be shown>",
                        "INFO <this cannot be shown>",
                        "WARN <this cannot be shown>",
                        "WARN <this cannot be shown>"),
                realm.printedBy("console.assert(false, longest); console.count(longest); console.timeEnd(longest);"
                        + "console.time(longest); console.time(longest);"));
    }

    @Test
    void classNamesAndTagsOfAnyKindAreBounded() {
        String text = realm.logged(
                "new (Object.defineProperty(class {}, 'name', { value: 'n'.repeat(1e6) }))(),"
                        + "Object.defineProperty({}, Symbol.toStringTag, { value: 't'.repeat(1e6) }), { ['k'.repeat(1e6)]: 1 }");
        assertTrue(text.length() < 10_000, "length " + text.length());
    }

    @Test
    void loggingDoesNotDisturbTheLegacyRegExpProperties() {
        assertEquals("b", realm.run("""
                /b/.exec('abc');
                console.log({ 'k-k': 'v' }, ['a\\n'], class X {}, new Error('m'));
                RegExp.lastMatch
                """).asString());
    }

    @Test
    void whatTheScriptPatchesChangesNothing() {
        String values = """
                const nested = [1, , { b: new Map([[1, new Set([2])]]) }], plain = [1.5, -0, 1n, Symbol('s'), 'quo\\'te'];
                const error = new Error('m', { cause: 1 }), date = new Date(0), bytes = new Uint8Array(2);
                const sevens = new Array(120).fill(7), boxed = Object('s'), buffer = new ArrayBuffer(2);
                class A extends Map {}
                """;
        String script = """
                console.log('%s', 'a', nested, error, /x/g, date);
                console.log(plain, { get g() { return 1; } }, bytes, () => 1);
                console.log(sevens, A, boxed, buffer);
                console.table([{ a: 1 }, [2]], ['a', '0']); console.count('c'); console.time('t'); console.timeEnd('t');
                console.group('g'); console.trace('x'); console.trace(); console.groupEnd(); console.assert(false, 'no');
                console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
                """;
        realm.run(values);
        List<String> before = realm.printedBy(script);
        assertEquals(11, before.size());
        for (boolean inspectedBefore : new boolean[] {true, false}) {
            try (ConsoleRealm patched = new ConsoleRealm()) {
                patched.run(values);
                if (inspectedBefore) {
                    patched.run("console.log({}); console.table([])");
                    patched.printed.clear();
                }
                patched.run("""
                        const ran = Object.setPrototypeOf([], null);
                        const keep = [Object, Reflect, Function, Array, String, Number, BigInt, Symbol, Map, Set, WeakMap,
                            WeakRef, Date, RegExp, Error, Promise, Math, JSON, ArrayBuffer, DataView, Boolean,
                            Object.getPrototypeOf(Uint8Array), Object.getPrototypeOf(function* () {}),
                            Object.getPrototypeOf(new Map().entries()), Object.getPrototypeOf([].values())];
                        const { ownKeys, defineProperty, getOwnPropertyDescriptor } = Reflect;
                        // The columns of console.table are read by the array iterator, as Web IDL says.
                        const kept = new Set([Object.getPrototypeOf([].values()).next, Array.prototype[Symbol.iterator]]);
                        const allowed = Set.prototype.has.bind(kept);
                        for (const holder of [...keep, ...keep.map((owner) => owner.prototype).filter(Boolean)]) {
                          for (const key of ownKeys(holder)) {
                            const property = getOwnPropertyDescriptor(holder, key);
                            if (!property.configurable || key === 'constructor' || allowed(property.value)) continue;
                            if (typeof property.value === 'function') {
                              property.value = () => { ran[ran.length] = String(key); throw 'patched'; };
                              defineProperty(holder, key, property);
                            } else if (property.get !== undefined && key !== '__proto__') {
                              property.get = () => { ran[ran.length] = String(key); throw 'patched'; };
                              defineProperty(holder, key, property);
                            }
                          }
                        }
                        """);
                patched.run("""
                        for (const key of ['get', 'set', 'value', 'done', 'depth', 'items', 'numeric', 'cause', 'errors',
                            'stack', 'callee', 'size', 'open', 'base', 'hides', 'noted', 'keys', 'fill', 'then', '0', '1']) {
                          defineProperty(Object.prototype, key, {
                            __proto__: null, configurable: true,
                            get() { ran[ran.length] = 'polluted ' + key; }, set() { ran[ran.length] = 'set ' + key; },
                          });
                        }
                        """);
                List<String> after = patched.printedBy(script);
                assertEquals(String.join("\n", before), String.join("\n", after));
                assertEquals(
                        "",
                        patched.run("let all = ''; for (let i = 0; i < ran.length; i++) all += ran[i] + ' '; all")
                                .asString());
            }
        }
    }
}
