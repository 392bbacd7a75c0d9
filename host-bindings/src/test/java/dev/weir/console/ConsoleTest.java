package dev.weir.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The members of the console. */
final class ConsoleTest {
    private ConsoleRealm realm;

    @BeforeEach
    void open() {
        realm = new ConsoleRealm();
    }

    @AfterEach
    void close() {
        realm.close();
    }

    private void prints(String script, String... texts) {
        assertEquals(List.of(texts), realm.printedBy(script));
    }

    private void evaluatesTo(String expected, String script) {
        assertEquals(expected, realm.run("String(" + script + ")").asString(), script);
    }

    // ---- the namespace object

    @Test
    void isANamespaceObject() {
        evaluatesTo("true,false,true", """
                (({ writable, enumerable, configurable }) => [writable, enumerable, configurable])(
                    Object.getOwnPropertyDescriptor(globalThis, 'console'))""");
        evaluatesTo("[object console]", "console");
        evaluatesTo("console,false,false,true", """
                (({ value, writable, enumerable, configurable }) => [value, writable, enumerable, configurable])(
                    Object.getOwnPropertyDescriptor(console, Symbol.toStringTag))""");
        evaluatesTo("true", "Object.getPrototypeOf(Object.getPrototypeOf(console)) === Object.prototype");
        evaluatesTo("0", "Reflect.ownKeys(Object.getPrototypeOf(console)).length");
        evaluatesTo("undefined", "typeof Console");
    }

    @Test
    void hasTheMembersOfTheInterfaceDefinitionInItsOrder() {
        evaluatesTo(
                "assert,clear,debug,error,info,log,table,trace,warn,dir,dirxml,count,countReset,group,groupCollapsed,"
                        + "groupEnd,time,timeLog,timeEnd,timeStamp",
                "Object.keys(console)");
    }

    @Test
    void membersAreOrdinaryMethodsThatNeedNoThisAndConstructNothing() {
        evaluatesTo("", """
                Object.keys(console).filter((key) => {
                  const { value, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(console, key);
                  let constructs = true;
                  try { new value(); } catch { constructs = false; }
                  return !(writable && enumerable && configurable && value.name === key && value.length === 0
                      && !('prototype' in value) && !constructs && `${value}`.includes('[native code]')
                      && value.call(undefined) === undefined);
                })""");
        prints("console.clear(); const { log } = console; log(1); [2].forEach(console.log)", "LOG 1", "LOG 2 0 [ 2 ]");
    }

    // ---- logging

    @Test
    void eachMethodPrintsAtItsLevel() {
        prints(
                "for (const m of ['log', 'info', 'debug', 'warn', 'error', 'dir', 'dirxml', 'table', 'count', 'group'])"
                        + " console[m]('x')",
                "LOG x",
                "INFO x",
                "DEBUG x",
                "WARN x",
                "ERROR x",
                "LOG 'x'",
                "LOG x",
                "LOG x",
                "INFO x: 1",
                "LOG x");
    }

    @Test
    void withoutArgumentsNothingIsPrinted() {
        prints("console.log(); console.info(); console.debug(); console.warn(); console.error(); console.dirxml()");
    }

    @Test
    void directivesConsumeArguments() {
        prints(
                "console.log('%s is %d years and %i, %f', 'Bob', 42.9, '7 of 9', '1.5e', 'rest', { a: 1 })",
                "LOG Bob is 42 years and 7, 1.5 rest { a: 1 }");
        prints("console.log('%o|%O', 'q', { a: { b: { c: {} } } })", "LOG 'q'|{ a: { b: { c: {} } } }");
        prints("console.log('%cstyled%c text', 'color: red', '')", "LOG styled text");
        prints("console.log('%s%%', 5)", "LOG 5%");
        prints("console.log('%d %i %f', 'x', {}, 0x10)", "LOG NaN NaN 16");
        prints("console.log('%d', '0x10')", "LOG 0");
        prints("console.warn('%s', 1n, 2n)", "WARN 1 2n");
    }

    @Test
    void whatIsNoDirectiveStays() {
        prints("console.log('%s %%')", "LOG %s %%");
        prints("console.log('%s %s', 'a')", "LOG a %s");
        prints("console.log('100%', 1)", "LOG 100% 1");
        prints("console.log('%x %s %', 'a')", "LOG %x a %");
        prints("console.log({ a: 1 }, '%s', 1)", "LOG { a: 1 } %s 1");
    }

    @Test
    void textPutInByADirectiveIsNotSearchedForDirectives() {
        prints("console.log('%s and %s', '100%d', 'b')", "LOG 100%d and b");
    }

    @Test
    void stringDirectiveConvertsAsStringDoes() {
        prints(
                "console.log('%s %s %s %s', Symbol('s'), null, [1, [2]], { toString: () => 'own' })",
                "LOG Symbol(s) null 1,2 own");
    }

    @Test
    void symbolsAreNotNumbers() {
        prints("console.log('%i %d %f', Symbol(), Symbol.iterator, Symbol('x'))", "LOG NaN NaN NaN");
        prints(
                "console.log(Symbol('a')); console.log(Symbol.iterator, 1)",
                "LOG Symbol(a)",
                "LOG Symbol(Symbol.iterator) 1");
    }

    @Test
    void assertPrintsOnlyWhenTheConditionIsFalse() {
        prints("console.assert(true, 'no'); console.assert('yes', 'no')");
        prints(
                """
                console.assert(); console.assert(false); console.assert(0, 'why %s', 'x', 2);
                console.assert(null, { a: 1 }, '%s', 1); console.assert(false, '%s')
                """,
                "ERROR Assertion failed",
                "ERROR Assertion failed",
                "ERROR Assertion failed: why x 2",
                "ERROR Assertion failed { a: 1 } %s 1",
                "ERROR Assertion failed: %s");
    }

    @Test
    void traceShowsTheCallersFrames() {
        prints(
                "function f() {\n console.trace('at %d', 1, {});\n console.trace(); }\nf()",
                "LOG Trace: at 1 {}\n    at f (page.js:2:10)\n    at page.js:4:1",
                "LOG Trace\n    at f (page.js:3:10)\n    at page.js:4:1");
    }

    @Test
    void dirTakesADepth() {
        String value = "{ a: { b: { c: { d: {} } } } }";
        prints("console.dir(" + value + ", { depth: 0 })", "LOG { a: [Object] }");
        prints("console.dir(" + value + ", { depth: null })", "LOG {\n  a: { b: { c: { d: {} } } }\n}");
        prints("console.dir('%s', null); console.dir()", "LOG '%s'", "LOG undefined");
        assertEquals("TypeError", thrownBy("console.dir(1, 2)"));
    }

    @Test
    void dirxmlShowsEachValueWithoutDirectives() {
        prints("console.dirxml('%s', { a: 1 })", "LOG %s { a: 1 }");
    }

    // ---- counting

    @Test
    void countsPerLabel() {
        prints(
                """
                console.count(); console.count('a'); console.count(undefined); console.count('default');
                console.countReset(); console.count(); console.count(null); console.countReset('none')
                """,
                "INFO default: 1",
                "INFO a: 1",
                "INFO default: 2",
                "INFO default: 3",
                "INFO default: 1",
                "INFO null: 1",
                "WARN Count for 'none' does not exist");
    }

    // ---- timing

    @Test
    void timersTellTheTimeSinceTheyWereStarted() {
        realm.run("console.time(); console.time('a')");
        realm.nanoTime += 1_234_567;
        prints(
                "console.timeLog(); console.timeLog('a', '%s', { x: 1 }); console.timeEnd()",
                "LOG default: 1.235ms", "LOG a: 1.235ms %s { x: 1 }", "INFO default: 1.235ms");
        realm.nanoTime += 2_000_000_000L;
        prints("console.timeEnd('a')", "INFO a: 2.001s");
    }

    @Test
    void longTimesAreShownInLargerUnits() {
        assertEquals("0ms", ConsoleText.duration(0));
        assertEquals("12.5ms", ConsoleText.duration(12.5));
        assertEquals("59.999s", ConsoleText.duration(59_999));
        assertEquals("1:01.500 (m:ss.mmm)", ConsoleText.duration(61_500));
        assertEquals("2:03:04 (h:mm:ss)", ConsoleText.duration(((2 * 60 + 3) * 60 + 4) * 1000.0));
    }

    @Test
    void missingAndDoubleTimersAreWarnedOf() {
        prints(
                """
                console.timeLog('x'); console.timeEnd('x'); console.time('x'); console.time('x');
                console.timeEnd('x'); console.timeEnd('x')
                """,
                "WARN Timer 'x' does not exist",
                "WARN Timer 'x' does not exist",
                "WARN Timer 'x' already exists",
                "INFO x: 0ms",
                "WARN Timer 'x' does not exist");
    }

    @Test
    void labelsAreConvertedOnceAndConversionErrorsReachTheScript() {
        for (String method : List.of("count", "countReset", "time", "timeLog", "timeEnd")) {
            evaluatesTo(
                    "1",
                    "(() => { let calls = 0; console." + method
                            + "({ toString() { calls++; return 'l'; } }); return calls; })()");
            assertEquals("own", thrownBy("console." + method + "({ toString() { throw { name: 'own' }; } })"));
            assertEquals("TypeError", thrownBy("console." + method + "(Symbol())"));
        }
    }

    @Test
    void timeStampPrintsNothing() {
        prints("console.timeStamp('x')");
    }

    // ---- grouping

    @Test
    void groupsIndentEveryLine() {
        prints(
                """
                console.group('outer %d', 1); console.log('one\\ntwo');
                console.groupCollapsed(); console.warn({ a: 'x'.repeat(40), b: 'y'.repeat(40) });
                console.groupEnd(); console.log(1); console.groupEnd(); console.groupEnd(); console.log('out')
                """,
                "LOG outer 1",
                "LOG   one\n  two",
                "WARN     {\n      a: '" + "x".repeat(40) + "',\n      b: '" + "y".repeat(40) + "'\n    }",
                "LOG   1",
                "LOG out");
    }

    @Test
    void clearClosesTheGroupsAndTellsTheOutput() {
        prints("console.group(); console.group(); console.clear(); console.log(1)", "LOG 1");
        assertEquals(1, realm.cleared);
    }

    @Test
    void deepGroupsAreIndentedToALimit() {
        prints("for (let i = 0; i < 10000; i++) console.group(); console.log('x')", "LOG " + " ".repeat(80) + "x");
    }

    // ---- tables

    @Test
    void tableShowsObjectsAsRows() {
        prints("console.table([{ a: 1, b: 'x' }, { a: 2, c: { d: 1 } }, 5])", """
                LOG ┌─────────┬───┬─────┬──────────┬────────┐
                │ (index) │ a │ b   │ c        │ Values │
                ├─────────┼───┼─────┼──────────┼────────┤
                │ 0       │ 1 │ 'x' │          │        │
                │ 1       │ 2 │     │ { d: 1 } │        │
                │ 2       │   │     │          │ 5      │
                └─────────┴───┴─────┴──────────┴────────┘""");
    }

    @Test
    void tableShowsArraysAndNamedRows() {
        prints("console.table([[1, 2], [3]]); console.table({ first: { '日本': 1 }, second: [] })", """
                LOG ┌─────────┬───┬───┐
                │ (index) │ 0 │ 1 │
                ├─────────┼───┼───┤
                │ 0       │ 1 │ 2 │
                │ 1       │ 3 │   │
                └─────────┴───┴───┘""", """
                LOG ┌─────────┬──────┐
                │ (index) │ 日本 │
                ├─────────┼──────┤
                │ first   │ 1    │
                │ second  │      │
                └─────────┴──────┘""");
    }

    @Test
    void tableShowsMapsAndSets() {
        prints("console.table(new Map([['x', 1], [{ k: 1 }, { a: 2 }]])); console.table(new Set(['v']))", """
                LOG ┌───────────────────┬──────────┬───┬────────┐
                │ (iteration index) │ Key      │ a │ Values │
                ├───────────────────┼──────────┼───┼────────┤
                │ 0                 │ 'x'      │   │ 1      │
                │ 1                 │ { k: 1 } │ 2 │        │
                └───────────────────┴──────────┴───┴────────┘""", """
                LOG ┌───────────────────┬────────┐
                │ (iteration index) │ Values │
                ├───────────────────┼────────┤
                │ 0                 │ 'v'    │
                └───────────────────┴────────┘""");
    }

    @Test
    void tableShowsTheColumnsAskedFor() {
        prints("console.table([{ a: 1, b: 2, c: 3 }], new Set(['c', 'none', 'a']))", """
                LOG ┌─────────┬───┬──────┬───┐
                │ (index) │ c │ none │ a │
                ├─────────┼───┼──────┼───┤
                │ 0       │ 3 │      │ 1 │
                └─────────┴───┴──────┴───┘""");
        assertEquals("TypeError", thrownBy("console.table([], 'a')"));
        assertEquals("TypeError", thrownBy("console.table([], [Symbol()])"));
    }

    @Test
    void whatHasNoRowsIsLogged() {
        prints(
                "console.table('%s'); console.table(null); console.table(); console.table(() => 1)",
                "LOG %s", "LOG null", "LOG undefined", "LOG [Function (anonymous)]");
        prints("console.table([])", """
                LOG ┌─────────┐
                │ (index) │
                ├─────────┤
                └─────────┘""");
    }

    @Test
    void tableCellsAreOneLineOfBoundedWidth() {
        prints("console.table([{ 'a\\nb': new Error('m'), get c() { throw 1; } }])", """
                LOG ┌─────────┬─────────────┬──────────┐
                │ (index) │ a...        │ c        │
                ├─────────┼─────────────┼──────────┤
                │ 0       │ Error: m... │ [Getter] │
                └─────────┴─────────────┴──────────┘""");
        String wide = realm.printedBy("console.table(['x'.repeat(5000)])").get(0);
        assertTrue(wide.lines().allMatch(line -> line.length() < 250), "no line may be as long as the string");
    }

    @Test
    void longTablesAreCut() {
        String table = realm.printedBy("console.table(new Array(1e7).fill(1))").get(0);
        assertTrue(table.endsWith("┘\n... 9999000 more rows"), table.substring(table.length() - 60));
        assertEquals(1000 + 5, table.lines().count());
    }

    // ---- the host's side

    @Test
    void aFailingOutputIsLoggedAndNotNoticedByTheScript() {
        List<String> logged = new ArrayList<>();
        Logger logger = Logger.getLogger(ConsoleHost.class.getName());
        logger.setUseParentHandlers(false);
        logger.setFilter(entry -> logged.add(String.valueOf(entry.getThrown().getMessage())));
        Console failing = Console.create(realm.context::eval, (level, text) -> {
            throw new IllegalStateException("disk full");
        });
        failing.install();
        evaluatesTo("undefined", "console.log(1)");
        assertEquals(List.of("disk full"), logged);
    }

    private String thrownBy(String script) {
        PolyglotException thrown = assertThrows(PolyglotException.class, () -> realm.run(script));
        return thrown.getGuestObject().getMember("name").asString();
    }
}
