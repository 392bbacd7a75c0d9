package dev.weir.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomEventsTest {
    private final DomRealm realm = DomRealm.page("""
            <!DOCTYPE html><body><div id=outer><p id=inner><b id=deep>x</b></p></div>
            <form id=f action=/x><input id=field name=field value=fv></form>""");

    @AfterEach
    void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            new MouseEvent('click', { clientX: 3, shiftKey: true, button: 1 }).clientX | 3
            (e => [e.shiftKey, e.ctrlKey, e.button, e.getModifierState('Shift'), e.bubbles, e.view].join())(new MouseEvent('x', { shiftKey: 1, button: 2 })) | true,false,2,true,false,
            new MouseEvent('x', { view: window }).view === window | true
            new MouseEvent('x', { relatedTarget: deep }).relatedTarget === deep | true
            new MouseEvent('x', { relatedTarget: 1 }) | TypeError: member 'relatedTarget' of MouseEvent constructor: argument 'eventInitDict' must be of type EventTarget
            (e => e.key + e.code + e.keyCode + e.repeat + e.location)(new KeyboardEvent('keydown', { key: 'Enter', code: 'E', keyCode: 13 })) | EnterE13false0
            KeyboardEvent.DOM_KEY_LOCATION_LEFT + new KeyboardEvent('x').key | 1
            new InputEvent('input', { data: 'q', inputType: 'insertText' }).data | q
            new InputEvent('input').data | null
            new FocusEvent('focus', { relatedTarget: null }).relatedTarget | null
            new PointerEvent('x', { pointerType: 'pen' }).pointerType + new PointerEvent('x').width | pen1
            new UIEvent('x', { detail: 4 }).detail | 4
            new SubmitEvent('submit', { submitter: deep }).submitter === deep | true
            Object.getPrototypeOf(PointerEvent) === MouseEvent && Object.getPrototypeOf(MouseEvent) === UIEvent | true
            new KeyboardEvent('x') instanceof UIEvent && new KeyboardEvent('x') instanceof Event | true
            new KeyboardEvent() | TypeError: KeyboardEvent constructor: 1 argument required, but only 0 present
            (e => (e.initEvent('foo', true, true), e.type + e.bubbles))(document.createEvent('Event')) | footrue
            (e => (e.initCustomEvent('foo', true, true, 7), e.detail))(document.createEvent('CustomEvent')) | 7
            event | undefined
            (event = 5, event) | 5
            """)
    void hasTheEventsOfAPage(String expression, String expected) {
        assertEquals(expected, realm.eval(expression));
    }

    @Test
    void eventsGoDownAndUpThePath() {
        assertEquals("window1 document1 outer1 deep2 deep2 outer3 document3 window3 | BODY", realm.run("""
                        const log = [];
                        for (const [name, target] of Object.entries({ window, document, outer, deep })) {
                            for (const capture of [true, false]) {
                                target.addEventListener('t', (e) => log.push(name + e.eventPhase), capture);
                            }
                        }
                        let path;
                        deep.addEventListener('t', (e) => { path = e.composedPath(); });
                        deep.dispatchEvent(new Event('t', { bubbles: true }));
                        log.join(' ') + ' | ' + path[3].tagName"""));
    }

    @Test
    void whatDoesNotBubbleStopsAtItsTargetAndPropagationCanBeStopped() {
        assertEquals("outer-capture deep | deep", realm.run("""
                let log = [];
                outer.addEventListener('t', () => log.push('outer-capture'), true);
                outer.addEventListener('t', () => log.push('outer'));
                deep.addEventListener('t', () => log.push('deep'));
                deep.dispatchEvent(new Event('t'));
                const first = log.join(' ');
                log = [];
                outer.addEventListener('u', () => log.push('outer'));
                deep.addEventListener('u', (e) => { log.push('deep'); e.stopPropagation(); });
                deep.dispatchEvent(new Event('u', { bubbles: true }));
                first + ' | ' + log.join(' ')"""));
    }

    @Test
    void thePathIsFixedBeforeAListenerChangesTheTree() {
        assertEquals("deep inner outer | null", realm.run("""
                const log = [];
                deep.addEventListener('t', () => { log.push('deep'); inner.remove(); outer.textContent = ''; });
                for (const [name, target] of Object.entries({ inner, outer })) {
                    target.addEventListener('t', () => log.push(name));
                }
                const holder = inner;
                deep.dispatchEvent(new Event('t', { bubbles: true }));
                log.join(' ') + ' | ' + holder.parentNode"""));
    }

    @Test
    void aThrowingListenerIsReportedAndTheRestOfThePathRuns() {
        assertEquals("outer", realm.run("""
                let seen;
                deep.addEventListener('t', () => { throw new Error('deep'); });
                outer.addEventListener('t', () => { seen = 'outer'; });
                deep.dispatchEvent(new Event('t', { bubbles: true }));
                seen"""));
        assertEquals(List.of("Uncaught Error: deep"), realm.messages());
    }

    @Test
    void dispatchInsideDispatchIsRefusedForTheSameEventOnly() {
        assertEquals("InvalidStateError inner-u", realm.run("""
                const log = [];
                deep.addEventListener('u', () => log.push('inner-u'));
                deep.addEventListener('t', (e) => {
                    try { deep.dispatchEvent(e); } catch (x) { log.push(x.name); }
                    deep.dispatchEvent(new Event('u'));
                });
                deep.dispatchEvent(new Event('t'));
                log.join(' ')"""));
    }

    @Test
    void windowEventIsTheOneBeingHandled() {
        assertEquals("true true true undefined", realm.run("""
                const log = [];
                deep.addEventListener('t', (e) => {
                    log.push(window.event === e);
                    deep.addEventListener('u', (f) => log.push(event === f));
                    deep.dispatchEvent(new Event('u'));
                    log.push(event === e);
                });
                deep.dispatchEvent(new Event('t'));
                log.push(String(window.event));
                log.join(' ')"""));
    }

    @Test
    void microtasksRunBetweenListenersOfATrustedClickButNotOfAScriptsOwn() {
        realm.run("""
                var log = [];
                deep.addEventListener('click', () => { log.push('a'); Promise.resolve().then(() => log.push('m')); });
                deep.addEventListener('click', () => log.push('b'));""");
        realm.loop.execute(() -> realm.view.click("#deep"));
        realm.loop.runAll();
        assertEquals("a m b", realm.run("log.splice(0).join(' ')"));
        realm.run("deep.click(); log.push('end')");
        assertEquals("a b end m", realm.run("log.join(' ')"));
    }

    @ParameterizedTest
    @CsvSource({"wheel,true", "mousewheel,true", "touchstart,true", "touchmove,true", "touchend,false", "click,false"})
    void listenersOfAWholePageArePassiveToScrollingByDefault(String type, boolean passive) {
        String wide = passive ? "false" : "true";
        assertEquals(
                String.join(" ", wide, wide, wide, wide, wide, "true", "true", "false"),
                realm.run("const type = '" + type + "';" + """
                        const log = [];
                        const canceled = (target) => !target.dispatchEvent(new Event(type, { cancelable: true }));
                        for (const target of [window, document, document.documentElement, document.body]) {
                            target.addEventListener(type, (e) => e.preventDefault());
                            log.push(canceled(target));
                        }
                        const other = document.implementation.createHTMLDocument().body;
                        other.addEventListener(type, (e) => e.preventDefault());
                        deep.addEventListener(type, (e) => e.preventDefault());
                        log.push(canceled(other), canceled(deep));
                        const explicit = document.createElement('p');
                        document.addEventListener(type, (e) => e.preventDefault(), { passive: false });
                        log.push(canceled(document));
                        explicit.addEventListener(type, (e) => e.preventDefault(), { passive: true });
                        log.push(canceled(explicit));
                        log.join(' ')"""));
    }

    // ---- handlers

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            (deep.onclick = function (e) { r = this === deep && e.type; }, deep.click(), r) | click
            (deep.setAttribute('onclick', 'r = this.id + event.type'), deep.click(), r) | deepclick
            (deep.setAttribute('onclick', 'r = id + (typeof body) + URL.length'), deep.click(), r) | deepobject33
            (field.setAttribute('onclick', 'r = value + action + field.id + arguments.length'), field.click(), r) | fvhttps://example.com/xfield1
            (deep.setAttribute('onclick', 'return false'), deep.dispatchEvent(new MouseEvent('click', { cancelable: true }))) | false
            (deep.setAttribute('ONCLICK', 'r = 1'), typeof deep.onclick + deep.onclick.name + deep.onclick.length) | functiononclick1
            (deep.setAttribute('onclick', 'r = 1'), deep.removeAttribute('onclick'), deep.onclick) | null
            (deep.setAttribute('onclick', 'r = 1'), deep.onclick = () => { r = 2; }, deep.click(), r) | 2
            (deep.setAttribute('onclick', 'r = 1 // comment'), deep.click(), r) | 1
            (r = 0, deep.setAttribute('onclick', 'r++; onclick = null'), deep.click(), deep.click(), r + '' + deep.onclick) | 1null
            (deep.setAttribute('onclick', 'r = onclick === this.onclick'), deep.click(), r) | true
            (deep.onclick = 5, deep.onclick) | null
            (deep.onclick = {}, deep.click(), typeof deep.onclick) | object
            (outer.innerHTML = '<i id=x onclick="r = event.target.id">i</i>', x.click(), r) | x
            (deep.cloneNode().onclick, outer.innerHTML = '<i onclick="r = 7">', outer.firstChild.cloneNode().click(), r) | 7
            deep.onclick === null && document.onclick === null && window.onclick === null && deep.onmessage === undefined | true
            (deep.setAttribute('onfoo', 'x'), deep.onfoo) | undefined
            (document.body.setAttribute('onload', 'r = this === window'), window.onload === document.body.onload && (dispatchEvent(new Event('load')), r)) | true
            (document.body.setAttribute('onerror', 'r = arguments.length; return true'), window.dispatchEvent(new ErrorEvent('error')), r) | 5
            (document.body.onhashchange = () => { r = 'h'; }, dispatchEvent(new Event('hashchange')), r) | h
            (deep.setAttribute('onclick', 'remove(); r = 3'), window.remove = () => {}, deep.click(), r + '' + deep.isConnected) | 3true
            Object.keys(Element.prototype[Symbol.unscopables]).join() | prepend,append,replaceChildren,before,after,replaceWith,remove
            """)
    void handlersAreFunctionsOrText(String expression, String expected) {
        realm.run("var r");
        assertEquals(expected, realm.eval(expression));
        assertEquals(List.of(), realm.messages());
    }

    @Test
    void aSyntaxErrorInAHandlerIsReportedOnceWhenItIsFirstNeeded() {
        realm.run("deep.setAttribute('onclick', 'if (')");
        assertEquals(List.of(), realm.messages());
        realm.run("deep.click(); deep.click(); deep.onclick");
        assertEquals(1, realm.reports.size());
        assertEquals("Uncaught SyntaxError", realm.messages().get(0).substring(0, 20));
    }

    @Test
    void aHandlerCannotCloseItsFunction() {
        realm.run("var ran = 0; deep.setAttribute('onclick', '}}); ran = 1; (function () {{'); deep.click()");
        assertEquals("0", realm.run("ran"));
        assertEquals(1, realm.reports.size());
    }

    @Test
    void aHandlerKeepsItsPlaceAmongListeners() {
        assertEquals("1 handler2 3", realm.run("""
                const log = [];
                deep.addEventListener('click', () => log.push('1'));
                deep.onclick = () => log.push('handler1');
                deep.addEventListener('click', () => log.push('3'));
                deep.onclick = () => log.push('handler2');
                deep.click();
                log.join(' ')"""));
    }
}
