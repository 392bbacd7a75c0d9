package dev.weir.console;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.function.Executable;

/** How values look when logged. */
@TestInstance(Lifecycle.PER_CLASS)
final class InspectTest {
    private ConsoleRealm realm;

    @BeforeAll
    void open() {
        realm = new ConsoleRealm();
        realm.run("""
                class Foo { constructor() { this.x = 1; } get y() { return 1; } }
                class Bar extends Foo { #hidden = 1; z = { a: 1 }; }
                class List extends Array {}
                class Table extends Map {}
                class Failure extends Error {}
                """);
    }

    @AfterAll
    void close() {
        realm.close();
    }

    /** Takes a transcript: after a line with a mark comes what logging that line's arguments prints. */
    private void shows(String transcript) {
        List<Executable> checks = new ArrayList<>();
        for (String entry : ("\n" + transcript.stripTrailing()).split("\n> ", -1)) {
            if (!entry.isEmpty()) {
                int end = entry.indexOf('\n');
                String arguments = entry.substring(0, end);
                checks.add(() -> assertEquals(entry.substring(end + 1), realm.logged(arguments), arguments));
            }
        }
        assertAll(checks);
    }

    @Test
    void primitivesAreShownAsTheyAreWritten() {
        shows("""
                > 'raw text'
                raw text
                > 42
                42
                > -0
                -0
                > NaN
                NaN
                > 1e21
                1e+21
                > 12n
                12n
                > null
                null
                > undefined
                undefined
                > Symbol('s')
                Symbol(s)
                > Symbol()
                Symbol()
                > 1, 'a', true, null
                1 a true null
                > [1.5, -0, 1n, Symbol.iterator, true, null, undefined]
                [ 1.5, -0, 1n, Symbol(Symbol.iterator), true, null, undefined ]
                """);
    }

    @Test
    void stringsInsideAreQuotedAndEscaped() {
        shows("""
                > ['a']
                [ 'a' ]
                > [`it's`]
                [ "it's" ]
                > [`it's "it"`]
                [ `it's "it"` ]
                > ["'" + '"' + '`']
                [ '\\'"`' ]
                > ["'" + '"${a}']
                [ '\\'"${a}' ]
                > ['\\n\\t\\b\\f\\r\\v\\\\']
                [ '\\n\\t\\b\\f\\r\\v\\\\' ]
                > ['\\x1b\\x7f\\x90\\0']
                [ '\\x1B\\x7F\\x90\\x00' ]
                > ['\\ud800x', '\\udc00', '\\ud83d\\ude00']
                [ '\\uD800x', '\\uDC00', '\uD83D\uDE00' ]
                """);
    }

    @Test
    void objectsShowTheirOwnEnumerableProperties() {
        shows("""
                > {}
                {}
                > { a: 1, 'b-c': 'x', 1: 2 }
                { '1': 2, a: 1, 'b-c': 'x' }
                > { [Symbol('k')]: 1, [Symbol()]: 2 }
                { [Symbol(k)]: 1, [Symbol()]: 2 }
                > { ['__proto__']: 1, 'ü': 2, $_: 3, '1a': 4 }
                { ['__proto__']: 1, 'ü': 2, '$_': 3, '1a': 4 }
                > Object.defineProperty({ a: 1 }, 'hidden', { value: 1 })
                { a: 1 }
                > { get a() {}, set b(v) {}, get c() {}, set c(v) {} }
                { a: [Getter], b: [Setter], c: [Getter/Setter] }
                > Object.create(null), Object.assign(Object.create(null), { a: 1 })
                [Object: null prototype] {} [Object: null prototype] { a: 1 }
                """.replace("'$_'", "$_"));
    }

    @Test
    void classInstancesShowTheirClass() {
        shows("""
                > new Foo()
                Foo { x: 1 }
                > new Bar()
                Bar { x: 1, z: { a: 1 } }
                > new (class extends Foo {})()
                Foo { x: 1 }
                > Object.create(Foo.prototype)
                Foo {}
                > Object.create({ constructor: 1 })
                {}
                > (function () { return arguments; })(1, 'a')
                [Arguments] { '0': 1, '1': 'a' }
                """);
    }

    @Test
    void stringTagsAreShownUnlessTheyRepeatTheClass() {
        shows("""
                > { [Symbol.toStringTag]: 'T', a: 1 }
                { a: 1, [Symbol(Symbol.toStringTag)]: 'T' }
                > Object.defineProperty({ a: 1 }, Symbol.toStringTag, { value: 'T' })
                Object [T] { a: 1 }
                > Object.create({ [Symbol.toStringTag]: 'T' })
                Object [T] {}
                > Object.create(Object.create(null, { [Symbol.toStringTag]: { value: 'T' } }))
                [Object: null prototype] [T] {}
                > Object.setPrototypeOf({ a: 1 }, { get [Symbol.toStringTag]() { throw 1; } })
                { a: 1 }
                > JSON, Atomics
                Object [JSON] {} Object [Atomics] {}
                > (function* () {})()
                Object [Generator] {}
                > [][Symbol.iterator]()
                Object [Array Iterator] {}
                > new Intl.Collator()
                Collator [Intl.Collator] {}
                """);
    }

    @Test
    void platformObjectsShowTheirNameOnly() {
        realm.run("""
                var ReadableStream = class ReadableStream {
                  #host = 1;
                  get locked() { throw new Error('never called'); }
                };
                Object.defineProperty(ReadableStream.prototype, 'locked', { enumerable: true });
                Object.defineProperty(ReadableStream.prototype, Symbol.toStringTag,
                    { value: 'ReadableStream', configurable: true });
                """);
        shows("""
                > new ReadableStream(), { readable: new ReadableStream() }
                ReadableStream {} { readable: ReadableStream {} }
                > ReadableStream.prototype
                Object [ReadableStream] { locked: [Getter] }
                """);
    }

    @Test
    void arraysShowHolesAndNamedProperties() {
        shows("""
                > []
                []
                > [[]], [[[1]]]
                [ [] ] [ [ [ 1 ] ] ]
                > [, 1, , , 2, , ]
                [ <1 empty item>, 1, <2 empty items>, 2, <1 empty item> ]
                > new Array(5)
                [ <5 empty items> ]
                > Object.assign([1, 2], { a: 1, 'b-c': 2, [Symbol('q')]: 3 })
                [ 1, 2, a: 1, 'b-c': 2, [Symbol(q)]: 3 ]
                > Object.defineProperty([1], 1, { get() {}, enumerable: true })
                [ 1, [Getter] ]
                > new List(1, 2, 3), List.of()
                List(3) [ 1, 2, 3 ] List(0) []
                > Object.setPrototypeOf([1], null)
                [Array(1): null prototype] [ 1 ]
                """);
    }

    @Test
    void longArraysAreLaidOutInColumnsAndCut() {
        shows("""
                > Array.from({ length: 101 }, (_, i) => i)
                [
                   0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11,
                  12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
                  24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
                  36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                  48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
                  60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71,
                  72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83,
                  84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,
                  96, 97, 98, 99,
                  ... 1 more item
                ]
                > Array.from({ length: 8 }, (_, i) => 'item ' + i)
                [
                  'item 0', 'item 1',
                  'item 2', 'item 3',
                  'item 4', 'item 5',
                  'item 6', 'item 7'
                ]
                > Array.from({ length: 8 }, (_, i) => (i % 2 ? '語' : 'abc') + i)
                [
                  'abc0', '語1',
                  'abc2', '語3',
                  'abc4', '語5',
                  'abc6', '語7'
                ]
                > ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'b', 'c', 'd', 'e', 'f', 'g']
                [
                  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
                  'b',
                  'c',
                  'd',
                  'e',
                  'f',
                  'g'
                ]
                """);
    }

    @Test
    void objectsBreakOverLinesWhenTheyDoNotFit() {
        shows("""
                > { a: 'x'.repeat(20), b: 'y'.repeat(20), c: 3 }
                { a: 'xxxxxxxxxxxxxxxxxxxx', b: 'yyyyyyyyyyyyyyyyyyyy', c: 3 }
                > { a: 'x'.repeat(30), b: 'y'.repeat(40) }
                {
                  a: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
                  b: 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy'
                }
                > { text: 'first line of a long text\\nsecond line of that text, which is long enough\\nthird' }
                {
                  text: 'first line of a long text\\n' +
                    'second line of that text, which is long enough\\n' +
                    'third'
                }
                """);
    }

    @Test
    void nestingIsShownToADepthOfTwo() {
        shows("""
                > { a: { b: { c: { d: 1 }, e: [1], f: new Map([[1, 2]]), g: new Foo(), h: [], i: {}, j: () => 1 } } }
                {
                  a: {
                    b: {
                      c: [Object],
                      e: [Array],
                      f: [Map],
                      g: [Foo],
                      h: [],
                      i: {},
                      j: [Function: j]
                    }
                  }
                }
                > [[[[1]]]], [[[Object.assign(Object.create(null), { a: 1 })]]]
                [ [ [ [Array] ] ] ] [ [ [ [Object: null prototype] ] ] ]
                """);
    }

    @Test
    void circularReferencesAreNumbered() {
        realm.run("""
                var circle = { name: 'c' }; circle.self = circle; circle.list = [circle, { circle }];
                var one = {}, two = { one }; one.two = two;
                var ring = new Map(); ring.set('ring', ring);
                """);
        shows("""
                > circle
                <ref *1> {
                  name: 'c',
                  self: [Circular *1],
                  list: [ [Circular *1], { circle: [Circular *1] } ]
                }
                > one
                <ref *1> { two: { one: [Circular *1] } }
                > ring
                <ref *1> Map(1) { 'ring' => [Circular *1] }
                > [one, one]
                [
                  <ref *1> { two: { one: [Circular *1] } },
                  <ref *1> { two: { one: [Circular *1] } }
                ]
                """);
    }

    @Test
    void mapsAndSetsShowTheirEntries() {
        shows("""
                > new Map([['a', 1], [{ x: 1 }, [1, 2]]])
                Map(2) { 'a' => 1, { x: 1 } => [ 1, 2 ] }
                > new Set(['a', { b: 1 }]), new Set()
                Set(2) { 'a', { b: 1 } } Set(0) {}
                > Object.assign(new Map([[1, 2]]), { extra: 1 })
                Map(1) { 1 => 2, extra: 1 }
                > new Table([[1, 2]])
                Table(1) [Map] { 1 => 2 }
                > Object.setPrototypeOf(new Map([[1, 2]]), null)
                [Map(1): null prototype] { 1 => 2 }
                > Object.create(Map.prototype)
                Map {}
                > new WeakMap(), new WeakSet()
                WeakMap { <items unknown> } WeakSet { <items unknown> }
                > new WeakRef({ a: 1 })
                WeakRef { { a: 1 } }
                """);
        String set = realm.logged("new Set(Array.from({ length: 105 }, (_, i) => i))");
        assertEquals("  ... 5 more items\n}", set.substring(set.indexOf("  ...")));
    }

    @Test
    void datesAndRegularExpressionsAreShownByValue() {
        shows("""
                > new Date(0), [new Date(0)]
                1970-01-01T00:00:00.000Z [ 1970-01-01T00:00:00.000Z ]
                > new Date(NaN)
                Invalid Date
                > Object.assign(new Date(0), { a: 1 })
                1970-01-01T00:00:00.000Z { a: 1 }
                > /a\\/b/gi, [/x/v], new RegExp('\\n')
                /a\\/b/gi [ /x/v ] /\\n/
                > Object.create(Date.prototype), RegExp.prototype
                Date {} Object {}
                """.replace("Object {}", "{}"));
    }

    @Test
    void boxedPrimitivesAreTold() {
        shows("""
                > Object(1), Object(-0), Object(1n), Object(true), Object(Symbol('a'))
                [Number: 1] [Number: -0] [BigInt: 1n] [Boolean: true] [Symbol: Symbol(a)]
                > Object('abc'), Object.assign(Object('abc'), { x: 1 })
                [String: 'abc'] [String: 'abc'] { x: 1 }
                > new (class Celsius extends Number {})(3)
                [Number (Celsius): 3]
                """);
    }

    @Test
    void functionsAndClassesAreTold() {
        shows("""
                > function f() {}, () => {}, [() => {}]
                [Function: f] [Function (anonymous)] [ [Function (anonymous)] ]
                > async () => {}, async function q() {}, function* g() {}, async function* ag() {}
                [AsyncFunction (anonymous)] [AsyncFunction: q] [GeneratorFunction: g] [AsyncGeneratorFunction: ag]
                > class A {}, class B extends Foo {}, class {}, class extends Foo {}
                [class A] [class B extends Foo] [class (anonymous)] [class (anonymous) extends Foo]
                > Math.max, Map, console.log
                [Function: max] [Function: Map] [Function: log]
                > Object.assign(function f() {}, { a: 1 }), class Z { static s = 1; }
                [Function: f] { a: 1 } [class Z] { s: 1 }
                > { class() {}, classy() {}, 'class ': class{} }
                {
                  class: [Function: class],
                  classy: [Function: classy],
                  'class ': [class class ]
                }
                > Object.setPrototypeOf(() => 1, null)
                [Function (null prototype) (anonymous)]
                > Object.defineProperty(() => 1, 'name', { get() { throw 1; } })
                [Function (anonymous)]
                """);
    }

    @Test
    void binaryDataIsShown() {
        shows("""
                > new Uint8Array(3), new Float64Array([1.5, -0]), new BigInt64Array(2), new Uint8Array(0)
                Uint8Array(3) [ 0, 0, 0 ] Float64Array(2) [ 1.5, -0 ] BigInt64Array(2) [ 0n, 0n ] Uint8Array(0) []
                > Object.assign(new Uint8Array(1), { z: 1 })
                Uint8Array(1) [ 0, z: 1 ]
                > new Uint8Array([1, 171]).buffer
                ArrayBuffer { [Uint8Contents]: <01 ab>, byteLength: 2 }
                > new SharedArrayBuffer(1)
                SharedArrayBuffer { [Uint8Contents]: <00>, byteLength: 1 }
                > new DataView(new ArrayBuffer(2), 1)
                DataView {
                  byteLength: 1,
                  byteOffset: 1,
                  buffer: ArrayBuffer { [Uint8Contents]: <00 00>, byteLength: 2 }
                }
                > [new ArrayBuffer(60)]
                [
                  ArrayBuffer {
                    [Uint8Contents]: <%s ... 10 more bytes>,
                    byteLength: 60
                  }
                ]
                > ((buffer) => (buffer.transfer(), buffer))(new ArrayBuffer(2))
                ArrayBuffer { (detached), byteLength: 0 }
                """.formatted("00 ".repeat(50).strip()));
        String bytes = realm.logged("new Uint8Array(200)");
        assertEquals("  ... 100 more items\n]", bytes.substring(bytes.indexOf("  ...")));
    }

    @Test
    void promisesAndGlobalsAreNamed() {
        shows("""
                > Promise.resolve(1)
                Promise {}
                > { then: Promise.resolve(1).then }
                { then: [Function: then] }
                > Object.prototype, Map.prototype, Function.prototype, Array.prototype
                [Object: null prototype] {} Object [Map] {} [Function (anonymous)] Object(0) []
                """);
    }

    @Test
    void theGlobalObjectCanBeLogged() {
        try (ConsoleRealm fresh = new ConsoleRealm()) {
            fresh.run("var self = this; let notAProperty; function f() {}");
            assertEquals(
                    "<ref *1> Object [global] { self: [Circular *1], f: [Function: f] }", fresh.logged("globalThis"));
        }
    }

    @Test
    void moduleNamespacesShowBindingsWithoutAValueYet() throws Exception {
        try (ConsoleRealm fresh = new ConsoleRealm()) {
            Source module = Source.newBuilder("js", """
                            import * as self from 'self.mjs';
                            console.log(self);
                            export let a = 1;
                            export default class D {}
                            console.log(self);
                            """, "self.mjs")
                    .mimeType("application/javascript+module")
                    .build();
            fresh.context.eval(module);
            assertEquals(
                    List.of(
                            "LOG [Module: null prototype] {\n  a: <uninitialized>,\n  default: <uninitialized>\n}",
                            "LOG [Module: null prototype] { a: 1, default: [class D] }"),
                    fresh.printed);
        }
    }

    @Test
    void errorsShowTheStackTheEngineGave() {
        shows("""
                > new Error('message')
                Error: message
                    at page.js:1:13
                > [new TypeError('message')]
                [
                  TypeError: message
                      at page.js:1:14
                ]
                > new RangeError('two\\nlines')
                RangeError: two
                lines
                    at page.js:1:13
                > (function thrower() { return new Error(''); })()
                Error
                    at thrower (page.js:1:42)
                    at page.js:1:13
                """);
    }

    @Test
    void errorsShowTheirClassAndName() {
        shows("""
                > new Failure('m')
                Failure: m
                    at page.js:1:13
                > new (class Invalid extends TypeError {})('m')
                Invalid [TypeError]: m
                    at page.js:1:13
                > Object.assign(new Error('m'), { name: 'Custom' })
                Custom: m
                    at page.js:1:27
                > Object.create(Error.prototype)
                [Error]
                > Object.assign(new Error('m'), { stack: 'own text' })
                [own text]
                > Object.defineProperty(new Error('m'), 'stack', { get() { throw 1; } })
                [Error: m]
                > Object.setPrototypeOf(new Error('m'), null)
                Error: m
                    at page.js:1:35
                """);
    }

    @Test
    void errorsShowCauseErrorsAndProperties() {
        shows("""
                > Object.assign(new Error('outer', { cause: new Error('inner') }), { code: 5 })
                Error: outer
                    at page.js:1:27 {
                  code: 5,
                  [cause]: Error: inner
                      at page.js:1:55
                }
                > new Error('m', { cause: { a: 1 } })
                Error: m
                    at page.js:1:13 {
                  [cause]: { a: 1 }
                }
                > new AggregateError([new Error('a'), 2], 'all')
                AggregateError: all
                    at page.js:1:13 {
                  [errors]: [
                    Error: a
                        at page.js:1:33,
                    2
                  ]
                }
                """);
    }

    @Test
    void platformExceptionsShowTheirNameAsAnErrorDoes() {
        // The shape of DOMException: not made by the engine, its name and message are accessors of the prototype.
        realm.context.eval(
                Source.newBuilder("js", """
                        globalThis.DOMException = class DOMException {
                          #name = 'AbortError';
                          get name() { return this.#name; }
                          get message() { return 'stopped'; }
                        };
                        Object.setPrototypeOf(DOMException.prototype, Error.prototype);
                        Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { value: 'DOMException' });
                        """, "platform.js").internal(true).buildLiteral());
        shows("""
                > new DOMException()
                [DOMException [AbortError]: stopped]
                > Object.defineProperty(new DOMException(), 'stack', { value: 'Error: stopped\\n    at x.js:1:1' })
                DOMException [AbortError]: stopped
                    at x.js:1:1
                """);
    }

    @Test
    void inspectingForTheHostQuotesStringsAndTakesAnyValue() {
        assertEquals("'text'", realm.console.inspect(realm.run("'text'")));
        assertEquals("Symbol(s)", realm.console.inspect(realm.run("Symbol('s')")));
        assertEquals("{ a: 1 }", realm.console.inspect(realm.run("({ a: 1 })")));
    }
}
