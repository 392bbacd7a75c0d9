package dev.weir.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedAccessTest {
    private final DomRealm realm = DomRealm.page("""
            <!DOCTYPE html><body><button id=closeBtn disabled>x</button><p id=output></p><p id=location></p><p id=toString></p>
            <p id=twice></p><i id=twice></i><form name=formName></form><p name=notNamed></p><img name=pic><p id=lexical>""");

    @AfterEach
    void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            (closeBtn.disabled = false, document.getElementById('closeBtn').hasAttribute('disabled')) | false
            closeBtn === window.closeBtn && closeBtn === self['closeBtn'] | true
            'closeBtn' in window && !('nothing' in window) | true
            window.hasOwnProperty('closeBtn') + Object.keys(window).includes('closeBtn') | 0
            typeof nothing + typeof closeBtn | undefinedobject
            nothing | ReferenceError: nothing is not defined
            location.href | https://example.com/dir/page.html
            typeof toString | function
            twice.length + twice[1].tagName + (twice instanceof HTMLCollection) | 2Itrue
            formName.tagName + pic.tagName + typeof notNamed | FORMIMGundefined
            (closeBtn = 5, closeBtn) | 5
            (closeBtn = 5, Object.getOwnPropertyDescriptor(window, 'closeBtn').writable) | true
            (output.remove(), typeof output) | undefined
            (output.id = 'renamed', typeof output + renamed.tagName) | undefinedP
            (() => { const p = document.createElement('p'); p.id = 'late'; const before = typeof late; document.body.append(p); return before + late.tagName; })() | undefinedP
            (delete window.closeBtn, typeof closeBtn) | object
            (() => { 'use strict'; return closeBtn.id; })() | closeBtn
            Object.prototype.toString.call(Object.getPrototypeOf(Window.prototype)) | [object WindowProperties]
            Object.getPrototypeOf(Object.getPrototypeOf(Window.prototype)) === EventTarget.prototype | true
            window instanceof EventTarget && typeof addEventListener | function
            Object.setPrototypeOf(Object.getPrototypeOf(Window.prototype), {}) | TypeError
            Reflect.defineProperty(Object.getPrototypeOf(Window.prototype), 'x', { value: 1 }) | false
            Reflect.ownKeys(Object.getPrototypeOf(Window.prototype)).map(String).join() | Symbol(Symbol.toStringTag)
            """)
    void elementsAreGlobalsByTheirNames(String expression, String expected) {
        String actual = realm.eval(expression);
        assertEquals(expected, expected.equals("TypeError") ? actual.split(":")[0] : actual);
    }

    @Test
    void declarationsComeFirst() {
        assertEquals("undefined 1 2 function", realm.run("""
                        const before = String(output);
                        var output = 1;
                        let lexical = 2;
                        function twice() {}
                        before + ' ' + output + ' ' + lexical + ' ' + typeof twice"""));
        assertEquals("1 2", realm.run("output + ' ' + lexical"));
        assertEquals(List.of(), realm.messages());
    }
}
