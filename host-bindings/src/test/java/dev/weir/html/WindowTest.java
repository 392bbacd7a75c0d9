package dev.weir.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.host.ErrorReport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    private final WindowRealm realm = new WindowRealm();

    @AfterEach
    void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            window === self && self === globalThis && frames === top && parent === this | true
            globalThis instanceof Window | true
            globalThis instanceof EventTarget | true
            Object.prototype.toString.call(globalThis) | [object Window]
            Object.getPrototypeOf(globalThis) === Window.prototype | true
            Object.getPrototypeOf(Window.prototype) === EventTarget.prototype | true
            typeof Graal + typeof Java + typeof Polyglot + typeof Packages + typeof load + typeof print | undefinedundefinedundefinedundefinedundefinedundefined
            typeof arguments + typeof URL + typeof URLSearchParams + typeof structuredClone | undefinedundefinedundefinedundefined
            new Window() | TypeError: Window: illegal constructor
            Object.getOwnPropertyDescriptor(globalThis, 'window').configurable | false
            Object.getOwnPropertyDescriptor(globalThis, 'setTimeout').enumerable | true
            setTimeout.name + setTimeout.length + String(setTimeout) | setTimeout1function setTimeout() { [native code] }
            (self = 5, self) + (globalThis.self = globalThis, '') | 5
            location.href | https://example.com:8443/dir/page.html?q=1#top
            String(location) | https://example.com:8443/dir/page.html?q=1#top
            [location.protocol, location.host, location.hostname, location.port].join() | https:,example.com:8443,example.com,8443
            [location.pathname, location.search, location.hash].join() | /dir/page.html,?q=1,#top
            location.origin === origin && origin | https://example.com:8443
            location = 'x' | NotSupportedError: Location.href: this page cannot navigate
            location.assign('https://example.com:8443/dir/page.html?q=1') | NotSupportedError: Location.assign: this page cannot navigate
            location.replace('other#top') | NotSupportedError: Location.replace: this page cannot navigate
            location.assign('//[') | SyntaxError: Location.assign: '//[' is not a URL
            location.reload() | NotSupportedError: Location.reload: this page cannot navigate
            isSecureContext | true
            navigator.userAgent | Weir/0.1
            navigator.languages === navigator.languages && Object.isFrozen(navigator.languages) | true
            navigator.cookieEnabled | false
            navigator.hardwareConcurrency > 0 | true
            performance instanceof EventTarget && performance.now() >= 0 | true
            performance.toJSON().timeOrigin === performance.timeOrigin | true
            Math.abs(performance.timeOrigin - Date.now()) < 60000 | true
            closed + name + length | false0
            (name = 7, typeof name) | string
            btoa('a\\xff') | Yf8=
            btoa('\\u0100') | InvalidCharacterError: btoa: the string has a character above U+00FF at index 0
            atob(' Y W\\tJ\\nj ') | abc
            atob('YQ==') + atob('YQ') | aa
            atob('YQ=') | InvalidCharacterError: atob: the string is not correctly encoded: it has a character that is not of the alphabet
            atob('Y') | InvalidCharacterError: atob: the string is not correctly encoded: its length is wrong
            atob('ab-_') | InvalidCharacterError: atob: the string is not correctly encoded: it has a character that is not of the alphabet
            new ErrorEvent('x', { lineno: 4294967295, error: 1 }).lineno | 4294967295
            new ErrorEvent('x').error | undefined
            new PromiseRejectionEvent('x') | TypeError: PromiseRejectionEvent constructor: 2 arguments required, but only 1 present
            new PromiseRejectionEvent('x', { promise: Promise.resolve(), reason: 2 }).reason | 2
            (e => (e.initCustomEvent('a'), e.detail))(new CustomEvent('x', { detail: 1 })) | null
            onerror === null && (onerror = 5, onerror === null) | true
            setTimeout.call({}) | TypeError: Window.setTimeout: 'this' is not an object of the right kind
            """)
    void looksLikeTheGlobalOfABrowser(String expression, String expected) {
        assertEquals(expected, realm.eval(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            Object.getOwnPropertyDescriptor(self, 'ErrorEvent')
            Object.getOwnPropertyDescriptor(self, { toString: () => 'ErrorEvent' })
            Reflect.getOwnPropertyDescriptor(self, 'ErrorEvent')
            Object.getOwnPropertyDescriptors(self).ErrorEvent
            """)
    void anInterfaceObjectIsNeverSeenToBeMade(String descriptor) {
        assertEquals("configurable,enumerable,value,writable function true false true", realm.eval("""
                (() => { const d = %s;
                return [Object.keys(d).sort().join(), typeof d.value, d.writable, d.enumerable, d.configurable].join(' ')
                })()""".formatted(
                        descriptor)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            Object.defineProperty(self, 'ErrorEvent', { enumerable: true }) | value true true true
            Reflect.defineProperty(self, 'ErrorEvent', { writable: false }) | value false false true
            Object.defineProperties(self, { ErrorEvent: { configurable: false } }) | value true false false
            """)
    void changingAnInterfaceObjectsPropertyKeepsItsValue(String change, String expected) {
        assertEquals(expected, realm.eval("""
                (() => { %s; const d = Object.getOwnPropertyDescriptor(self, 'ErrorEvent');
                return [typeof d.value === 'function' && 'value', d.writable, d.enumerable, d.configurable].join(' ')
                })()""".formatted(change)));
    }

    @Test
    void whatInheritsFromTheWindowGetsPropertiesOfItsOwn() {
        assertEquals("true function true 2 function", realm.run("""
                const heir = Object.create(self);
                heir.ErrorEvent = 1;
                const other = {};
                Reflect.set(self, 'CloseEvent', 2, other);
                String([Object.hasOwn(heir, 'ErrorEvent'), typeof ErrorEvent, Object.keys(heir)[0] === 'ErrorEvent',
                    other.CloseEvent, typeof CustomEvent].join(' '))"""));
    }

    @Test
    void lookingForAccessorsFindsNoneInAnInterfaceObject() {
        assertEquals(
                "undefined undefined true",
                realm.eval(
                        "self.__lookupGetter__('Event') + ' ' + self.__lookupSetter__('ErrorEvent') + ' ' + !!self.__lookupGetter__('closed')"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Object.getOwnPropertyDescriptor | 2
            Reflect.getOwnPropertyDescriptor | 2
            Object.getOwnPropertyDescriptors | 1
            Object.defineProperty | 3
            Reflect.defineProperty | 3
            Object.defineProperties | 2
            Object.freeze | 1
            Object.seal | 1
            Object.prototype.__lookupGetter__ | 1
            Object.prototype.__lookupSetter__ | 1
            """)
    void functionsThatReadDescriptorsLookLikeTheEngines(String function, int length) {
        String name = function.substring(function.lastIndexOf('.') + 1);
        assertEquals(
                "%s %d function %s() { [native code] } false TypeError".formatted(name, length, name),
                realm.eval("""
                (() => { const f = %s; let failure;
                try { new f({}, 'a'); } catch (e) { failure = e.name; }
                return [f.name, f.length, f, Object.hasOwn(f, 'prototype'), failure].join(' ')
                })()""".formatted(function)));
        assertEquals("1", realm.eval("Object.getOwnPropertyDescriptor({ get a() { return 1; } }, 'a').get() + ''"));
    }

    @Test
    void bareEventTargetCallsMeanTheWindow() {
        assertEquals("true", realm.run("""
                let target;
                addEventListener('x', (e) => { target = e.currentTarget; });
                dispatchEvent(new Event('x'));
                String(target === window)"""));
    }

    @Test
    void topLevelDeclarationsMayReuseNamesOfTheWindow() {
        assertEquals(
                "abc 1", realm.run("const self2 = 1; var name = 'abc'; let performance = 1; name + ' ' + performance"));
        assertEquals(List.of(), realm.messages());
    }

    @Test
    void alertGoesToTheEmbedder() {
        realm.run("alert(); alert(undefined); alert({ toString() { return 'hi'; } })");
        assertEquals(List.of("", "undefined", "hi"), realm.alerts);
    }

    // ---- timers

    @Test
    void timersFireInTheOrderOfTheirTimes() {
        realm.run("""
                var log = [];
                setTimeout(() => log.push('c'), 20);
                setTimeout(() => log.push('a'), 5);
                setTimeout((x, y) => log.push(x + y), 5, 'b', 2);
                setTimeout("log.push('string')", 10);
                setTimeout(() => log.push('negative'), -7);
                setTimeout(() => log.push('huge'), 2 ** 31);
                setTimeout(() => log.push('text'), '3');
                setTimeout(() => log.push('nothing'));
                clearTimeout(setTimeout(() => log.push('cleared'), 1));""");
        realm.loop.advanceMillis(100);
        assertEquals("negative huge nothing text a b2 string c", realm.run("log.join(' ')"));
    }

    @Test
    void anIntervalRunsUntilItIsClearedFromInside() {
        realm.run(
                "var n = 0; const id = setInterval(function () { if (++n === 3) clearInterval(id); this.last = n; }, 10)");
        realm.loop.advanceMillis(29);
        assertEquals("2", realm.run("n"));
        realm.loop.advanceMillis(1000);
        assertEquals("3 3", realm.run("n + ' ' + last"));
    }

    @Test
    void deeplyNestedTimersWaitFourMilliseconds() {
        realm.run("""
                var times = [];
                (function next() {
                    times.push(Math.round(performance.now()));
                    if (times.length < 10) setTimeout(next, 0);
                })();""");
        realm.loop.advanceMillis(100);
        String times = realm.run("times.map((t) => t - times[0]).join(' ')");
        assertEquals("0 0 0 0 0 0 0 4 8 12", times);
    }

    @Test
    void microtasksRunBetweenTimersAndBetweenListeners() {
        realm.run("""
                var log = [];
                for (const n of [1, 2]) {
                    setTimeout(() => { log.push('t' + n); queueMicrotask(() => log.push('m' + n)); });
                }
                addEventListener('load', () => { log.push('l1'); Promise.resolve().then(() => log.push('lm1')); });
                addEventListener('load', () => log.push('l2'));""");
        assertEquals("t1 m1 t2 m2", realm.run("log.splice(0).join(' ')"));
        realm.loop.execute(() -> realm.window.fire(dev.weir.events.Event.simple(realm.realm, "load")));
        realm.loop.runAll();
        assertEquals("l1 lm1 l2", realm.run("log.splice(0).join(' ')"));
        realm.run("dispatchEvent(new Event('load'))");
        assertEquals("l1 l2 lm1", realm.run("log.join(' ')"));
    }

    // ---- fragments

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            location.hash = '#a b' | #a%20b | #top -> #a%20b
            location.hash = 'a ' | #a%20 | #top -> #a%20
            location.hash = 'top' | #top |
            location.hash = '' | # | #top -> #
            location.href = '#b' | #b | #top -> #b
            location = '#b' | #b | #top -> #b
            location.assign('page.html?q=1#b') | #b | #top -> #b
            location.replace('#b') | #b | #top -> #b
            location.assign('#top') | #top |
            location.hash = 'a'; location.hash = 'b' | #b | #top -> #a,#a -> #b
            """)
    void aFragmentIsGoneToAtOnceAndToldOfLater(String script, String hash, @Nullable String told) {
        String page = "https://example.com:8443/dir/page.html?q=1";
        realm.run("""
                var log = [];
                const hashOf = (url) => url.slice(url.indexOf('#'));
                addEventListener('hashchange', (e) => log.push(`${hashOf(e.oldURL)} -> ${hashOf(e.newURL)}`));
                addEventListener('hashchange', (e) => log.push(...[e.bubbles, e.cancelable, !e.isTrusted].filter(Boolean)));
                """);
        assertEquals(page + hash + " 0", realm.run(script + "; location.href + ' ' + log.length"));
        assertEquals(told == null ? "" : told, realm.run("log.join()"));
        assertEquals(List.of(), realm.messages());
    }

    @Test
    void anEmptyHashIsNoneToBeginWith() {
        try (WindowRealm bare = new WindowRealm("https://example.com/")) {
            assertEquals("https://example.com/", bare.run("location.hash = ''; location.href"));
            assertEquals("https://example.com/#", bare.run("location.href = '#'; location.href"));
        }
        try (WindowRealm blank = new WindowRealm("about:blank")) {
            assertEquals("about:blank#x", blank.run("location.hash = 'x'; location.href"));
        }
    }

    @Test
    void aHashChangeEventCanBeMade() {
        assertEquals("a b true", realm.eval("""
                (e => [e.oldURL, e.newURL, e instanceof Event].join(' '))(
                    new HashChangeEvent('hashchange', { oldURL: 'a', newURL: 'b' }))"""));
    }

    // ---- uncaught exceptions

    @Test
    void anUncaughtExceptionIsReportedOnceWithItsPlace() {
        realm.run("\nfunction f() {\n  null.x;\n}\nf();");
        assertEquals(List.of("test.js:3:3: Uncaught TypeError: Cannot read property 'x' of null"), realm.messages());
        assertEquals(
                "Uncaught TypeError: Cannot read property 'x' of null\n    at f (test.js:3:3)\n    at test.js:5:1",
                realm.reports.get(0).stack());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            throw 'text' | test.js:1:1: Uncaught text
            throw Symbol('s') | test.js:1:1: Uncaught Symbol(s)
            throw { a: 1 } | test.js:1:1: Uncaught { a: 1 }
            throw { get [Symbol.toStringTag]() { alert('ran') } } | test.js:1:1: Uncaught { [Symbol(Symbol.toStringTag)]: [Getter] }
            throw Object.defineProperty(new Error('m'), 'message', { get() { alert('ran') } }) | test.js:1:29: Uncaught Error
            Promise.reject([1]) | Uncaught (in promise) [ 1 ]
            throw function f() {} | test.js:1:1: Uncaught [Function: f]
            throw undefined | test.js:1:1: Uncaught undefined
            throw new Proxy({}, { getOwnPropertyDescriptor() { throw 1 } }) | test.js:1:1: Uncaught [object]
            throw new DOMException('m', 'AbortError') | test.js:1:1: Uncaught AbortError: m
            throw Object.assign(new RangeError('r'), { name: 'Odd' }) | test.js:1:21: Uncaught Odd: r
            setTimeout(() => { throw 1 }) | test.js:1:20: Uncaught 1
            queueMicrotask(() => { throw 2 }) | test.js:1:24: Uncaught 2
            setTimeout('throw 3') | https://example.com:8443/dir/page.html?q=1#top:1:1: Uncaught 3
            setTimeout('+') | https://example.com:8443/dir/page.html?q=1#top:1:2: Uncaught SyntaxError: Expected an operand but found eof
            reportError(new Error('e')) | test.js:1:13: Uncaught Error: e
            reportError(4) | test.js:1:1: Uncaught 4
            var x = ; | test.js:1:9: Uncaught SyntaxError: Expected an operand but found ;
            addEventListener('load', { handleEvent: 1 }); dispatchEvent(new Event('load')) | test.js:1:47: Uncaught TypeError: the listener's handleEvent must be a function
            Promise.reject(new Error('e')) | test.js:1:16: Uncaught (in promise) Error: e
            Promise.reject(Symbol('s')) | Uncaught (in promise) Symbol(s)
            (async () => { null.x })() | test.js:1:16: Uncaught (in promise) TypeError: Cannot read property 'x' of null
            Promise.reject(new DOMException('m', 'N')) | test.js:1:16: Uncaught (in promise) N: m
            """)
    void everyKindOfFailureHasOneReport(String script, String report) {
        realm.run(script);
        assertEquals(List.of(report), realm.messages());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            throw new Error('a', { cause: new RangeError('b') }) | "Uncaught Error: a\n    at test.js:1:7 {\n  [cause]: RangeError: b\n      at test.js:1:31\n}"
            Promise.any([Promise.reject(new Error('inner'))]) | "Uncaught (in promise) AggregateError {\n  [errors]: [\n    Error: inner\n        at test.js:1:29\n  ]\n}"
            throw Object.assign(new Error('a'), { cause: 1, code: 2 }) | "Uncaught Error: a\n    at test.js:1:21 {\n  cause: 1\n}"
            var e = new Error('a'); e.cause = e; throw e | "Uncaught Error: a\n    at test.js:1:9 <ref *1> {\n  cause: [Circular *1]\n}"
            throw Object.defineProperty(new Error('a'), 'cause', { get() { alert('ran') } }) | "Uncaught Error: a\n    at test.js:1:29"
            Error.prototype.cause = 1; throw new Error('a') | "Uncaught Error: a\n    at test.js:1:34"
            throw 'text' | "Uncaught text\n    at test.js:1:1"
            throw new Error('a', { cause: { get x() { alert('ran') }, toString() { alert('ran') } } }) | "Uncaught Error: a\n    at test.js:1:7 {\n  [cause]: { x: [Getter], toString: [Function: toString] }\n}"
            throw new Error('a', { cause: new Proxy({}, { ownKeys() { throw 1 } }) }) | "Uncaught Error: a\n    at test.js:1:7 {\n  [cause]: <Inspection threw (1)>\n}"
            """)
    void theStackOfAReportHasTheErrorsThatLedToThisOne(String script, String stack) {
        realm.run(script);
        assertEquals(
                List.of(stack), realm.reports.stream().map(ErrorReport::stack).toList());
        assertEquals(
                stack.lines().findFirst().orElseThrow().replace(" {", ""),
                realm.reports.get(0).message());
        assertEquals(List.of(), realm.alerts);
    }

    @Test
    void whatLedToAnErrorIsShownInPart() {
        realm.run("var e = new Error('a'); e.cause = Array(100).fill('x'.repeat(1000)); throw e");
        int length = realm.reports.get(0).stack().length();
        assertEquals(true, length > 10_000 && length < 10_100, () -> "" + length);
    }

    @Test
    void theErrorEventComesFirstAndMayCancelTheReport() {
        realm.run("""
                var log = [];
                onerror = function (...args) { log.push(this === window, args.length, ...args.slice(0, 4), args[4].message); };
                addEventListener('error', (e) => { log.push(e instanceof ErrorEvent, e.cancelable, e.lineno); e.preventDefault(); });
                throw new Error('boo');""");
        assertEquals("true,5,Uncaught Error: boo,test.js,4,7,boo,true,true,4", realm.run("log.join()"));
        assertEquals(List.of(), realm.messages());
    }

    @Test
    void onerrorCancelsByReturningTrue() {
        realm.run("onerror = () => true; throw 1");
        assertEquals(List.of(), realm.messages());
        realm.run("onerror = () => false; throw 1");
        assertEquals(1, realm.reports.size());
    }

    @Test
    void anErrorWithinAnErrorHandlerIsReportedWithoutAnotherEvent() {
        realm.run("var n = 0; onerror = () => { n++; throw 'inner'; }; throw 'outer'");
        assertEquals("1", realm.run("n"));
        assertEquals(List.of("test.js:1:35: Uncaught inner", "test.js:1:53: Uncaught outer"), realm.messages());
    }

    // ---- unhandled rejections

    @Test
    void anUnhandledRejectionIsReportedOnceAndMayBeCancelled() {
        realm.run("Promise.reject(1)");
        assertEquals(List.of("Uncaught (in promise) 1"), realm.messages());
        realm.run(
                "var seen = []; onunhandledrejection = (e) => { seen.push(e.reason); return false; }; var p = Promise.reject(2)");
        assertEquals("2", realm.run("seen.join()"));
        assertEquals(1, realm.reports.size());
    }

    @Test
    void aRejectionHandledInTheSameTurnIsNotReported() {
        realm.run(
                "Promise.reject(1).catch(() => {}); const p = Promise.reject(2); queueMicrotask(() => p.catch(() => {}))");
        assertEquals(List.of(), realm.messages());
    }

    @Test
    void aRejectionHandledByATaskThatWasQueuedBeforeIsNotReported() {
        realm.run(
                "var order = []; onunhandledrejection = () => order.push('unhandled'); onrejectionhandled = () => order.push('handled')");
        realm.loop.execute(() -> realm.realm.runTask(() -> realm.context.eval("js", "var q = Promise.reject(3)")));
        realm.loop.execute(() -> realm.realm.runTask(() -> realm.context.eval("js", "q.catch(() => {})")));
        realm.loop.runAll();
        assertEquals("", realm.run("order.join()"));
        assertEquals(List.of(), realm.messages());
    }

    @Test
    void aLateHandlerFiresRejectionHandled() {
        realm.run("""
                var seen = [];
                addEventListener('rejectionhandled', (e) => seen.push(e.reason, e.promise === p));
                onunhandledrejection = () => false;
                var p = Promise.reject('late');""");
        assertEquals("", realm.run("seen.join()"));
        assertEquals("constructor", realm.run("Object.getOwnPropertyNames(p).join()"));
        realm.run("(async () => { try { await p } catch {} })()");
        assertEquals("late,true", realm.run("seen.join()"));
        assertEquals("true", realm.run("p.constructor === Promise && !p.hasOwnProperty('constructor')"));
        realm.run("p.catch(() => {})");
        assertEquals("late,true", realm.run("seen.join()"));
    }

    @Test
    void aPromiseThatWasFrozenOnceItWasReportedCanBeHandled() {
        realm.run("""
                var seen = [];
                onrejectionhandled = (e) => seen.push(e.reason, e.promise === p);
                onunhandledrejection = () => false;
                var p = Promise.reject('frozen');""");
        assertEquals("true", realm.eval("Object.freeze(p) === p"));
        assertEquals("[object Promise]", realm.eval("p.catch((reason) => { seen.push('caught ' + reason); })"));
        assertEquals("caught frozen,frozen,true", realm.run("seen.join()"));
        assertEquals("true", realm.eval("p.constructor === Promise"));
        assertEquals("caught frozen,frozen,true", realm.run("seen.join()"));
        assertEquals(List.of(), realm.messages());
    }

    @Test
    void theConstructorOfAReportedPromiseIsSetAsThatOfAnyOther() {
        realm.run("onunhandledrejection = () => false; var p = [1, 2, 3, 4].map((n) => Promise.reject(n))");
        realm.run("var plain = [1, 2, 3, 4].map((n) => { const q = Promise.reject(n); q.catch(() => {}); return q; })");
        String set = """
                ((p) => {
                    'use strict';
                    const outcomes = [];
                    const derived = Object.create(p[0]);
                    derived.constructor = 1;
                    outcomes.push(Object.hasOwn(derived, 'constructor'), Object.hasOwn(p[0], 'constructor'));
                    Object.freeze(p[1]);
                    try { p[1].constructor = 1; } catch (e) { outcomes.push(e.name); }
                    Object.setPrototypeOf(p[2], null);
                    outcomes.push(typeof p[2].constructor);
                    p[3].constructor = 1;
                    outcomes.push(JSON.stringify(Object.getOwnPropertyDescriptor(p[3], 'constructor')));
                    return outcomes.join();
                })""";
        assertEquals(realm.eval(set + "(plain)"), realm.eval(set + "(p)"));
    }

    @Test
    void aFailureThatCannotBeReportedIsNoOverflowOfTheStack() {
        realm.realm.callFunction("exposeHostFunction", "broken", new ExposedFunction(texts -> {
            throw new IllegalStateException("whose report fails in turn");
        }));
        assertEquals("Error: Internal error of the host; see its log", realm.eval("broken()"));
        realm.realm.callFunction("exposeHostFunction", "deep", new ExposedFunction(texts -> {
            throw new StackOverflowError();
        }));
        assertEquals("RangeError: Maximum call stack size exceeded", realm.eval("deep()"));
    }

    @Test
    void promisesMarkedAsHandledAreNotReported() {
        dev.weir.webidl.Promise promise =
                dev.weir.webidl.Promise.create(realm.realm).markAsHandled();
        realm.context.getBindings("js").putMember("marked", promise.value());
        promise.reject(realm.realm.typeError("nobody's business"));
        realm.loop.runAll();
        assertEquals(List.of(), realm.messages());
    }
}
