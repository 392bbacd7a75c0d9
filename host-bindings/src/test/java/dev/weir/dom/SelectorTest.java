package dev.weir.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
    private static final DomRealm REALM = DomRealm.page("""
            <!DOCTYPE html><html lang=en-GB><head><title>t</title></head><body>
            <div id=d class="one Two" title="Hello World" data-x="a-b" lang=fr>
              <p id=p1 class=odd>1</p><p id=p2>2</p><span id=s1><b id=b1></b></span><p id=p3 class=odd>3<i id=i1>x</i></p>
            </div>
            <ul id=u><li id=l1></li><li id=l2></li><li id=l3></li><li id=l4></li><li id=l5></li></ul>
            <form id=f><input id=in1 type=TEXT required placeholder=p><input id=in2 type=checkbox checked disabled>
              <fieldset id=fs disabled><legend id=lg><input id=in3></legend><input id=in4></fieldset>
              <select id=se><option id=o1>1</option><option id=o2 selected>2</option></select></form>
            <a id=link href=#>x</a><a id=nolink>y</a><svg id=svg><linearGradient id=lin></linearGradient></svg>
            <div id="1:x.y"></div></body></html>""");

    @AfterAll
    static void close() {
        REALM.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            #d ¦ d
            p#p1.odd ¦ p1
            .one.Two ¦ d
            .two ¦ ``
            P.odd ¦ p1 p3
            div p, #u > li:first-child ¦ p1 p2 p3 l1
            div > * ¦ p1 p2 s1 p3
            body b ¦ b1
            p + p ¦ p2
            p ~ p ¦ p2 p3
            #p1~span>b ¦ b1
            #d   >   p#p3   i ¦ i1
            [title] ¦ d
            [title="Hello World"] ¦ d
            [TITLE='Hello World'] ¦ d
            [title="hello world"] ¦ ``
            [title="hello world" i] ¦ d
            [title~=World] ¦ d
            [data-x|=a] ¦ d
            [data-x^=a], [data-x$=zz], [data-x*="-"] ¦ d
            [data-x^=""] ¦ ``
            input[type=text] ¦ in1
            input[type=text s] ¦ ``
            #\\31 \\:x\\.y ¦ 1:x.y
            [id="1:x.y"] ¦ 1:x.y
            li:nth-child(2n+1) ¦ l1 l3 l5
            li:nth-child(odd) ¦ l1 l3 l5
            li:nth-child(even) ¦ l2 l4
            li:nth-child(-n+2) ¦ l1 l2
            li:nth-child( 3 ) ¦ l3
            li:nth-last-child(1) ¦ l5
            li:nth-child(n + 4) ¦ l4 l5
            p:nth-child(2 of .odd) ¦ p3
            p:nth-of-type(3), p:first-of-type, p:last-of-type ¦ p1 p3
            span:only-of-type, b:only-child ¦ s1 b1
            li:last-child ¦ l5
            b:empty ¦ b1
            :root > body > form ¦ f
            :not(html):not(body):not(head):not(title):not(body *) ¦ ``
            li:not(:first-child, #l3) ¦ l2 l4 l5
            p:is(#p1, #p2, !!bad) ¦ p1 p2
            :where(#p1) ¦ p1
            p:has(> i) ¦ p3
            div:has(i, nothing) ¦ d
            p:has(+ span) ¦ p2
            p:has(~ p ~ p) ¦ p1
            span:has(b) + p ¦ p3
            input:checked, option:checked ¦ in2 o2
            input:disabled ¦ in2 in4
            input:enabled ¦ in1 in3
            :required ¦ in1
            :placeholder-shown ¦ in1
            :link ¦ link
            a:any-link ¦ link
            a:hover, a:visited, a::before, a:before ¦ ``
            p:lang(fr) ¦ p1 p2 p3
            ul:lang("en") ¦ u
            svg linearGradient ¦ lin
            svg lineargradient ¦ ``
            *|p:dir(ltr).odd ¦ p1 p3
            p/* c */.odd /* d */ i ¦ i1
            #d :scope p ¦ ``
            body > div#d > p:nth-of-type(2) ¦ p2
            input[type="checkbox" ¦ in2
            input[type='checkbox ¦ in2
            input[required ¦ in1
            p:not(.odd ¦ p2
            p:is(#p1, :not(.odd ¦ p1 p2
            li:nth-child(2 ¦ l2
            p:is(#p1, \\ ¦ p1
            """)
    void findsWhatItDescribes(String selector, String ids) {
        assertEquals(
                ids, REALM.run("[...document.querySelectorAll(" + quote(selector) + ")].map((e) => e.id).join(' ')"));
        String first = ids.isEmpty() ? "null" : ids.split(" ")[0];
        String matched = REALM.run("(e => e && e.id)(document.querySelector(" + quote(selector) + "))");
        assertEquals(first, matched);
    }

    private static String quote(String text) {
        return "`" + text.replace("\\", "\\\\") + "`";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "p,",
                "p >",
                "> p",
                "p > > q",
                "..a",
                "#",
                ".",
                "[",
                "[a=",
                "[a b",
                "[a='b\n",
                "[=a]",
                "p:",
                "p::",
                "p:nope",
                "p:not(",
                "p:not()",
                "p:nth-child(x)",
                "p:nth-child()",
                "p:contains(x)",
                "p:eq(1)",
                "a|b",
                "p!",
                "p{}",
                "*p",
                "1a",
                "p:has(:nope)",
                "[^a]",
                "&"
            })
    void anInvalidSelectorIsASyntaxError(String selector) {
        assertEquals(
                "SyntaxError 12",
                REALM.run("try { document.querySelector(" + quote(selector)
                        + ") } catch (e) { e instanceof DOMException ? `${e.name} ${e.code}` : e }"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            d.querySelectorAll('div p').length | 3
            d.querySelectorAll(':scope > p').length | 3
            d.querySelectorAll('body p').length | 3
            d.querySelector('#u') | null
            document.createElement('p').matches(':root') | false
            (e => (e.innerHTML = '<b><i>', e.querySelectorAll('p > b i').length))(document.createElement('p')) | 1
            (f => (f.append(document.createElement('p')), f.querySelector('p').tagName))(new DocumentFragment()) | P
            (in1.focus(), document.querySelector(':focus').id + document.querySelector('form:focus-within').id) | in1f
            (in2.checked = false, document.querySelectorAll('input:checked').length) | 0
            p1.matches('p', 5) | true
            document.querySelector(null) | null
            document.querySelectorAll('p')[Symbol.toStringTag] | NodeList
            """)
    void looksFromItsRoot(String expression, String expected) {
        assertEquals(expected, REALM.eval(expression));
    }
}
