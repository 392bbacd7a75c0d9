package dev.weir.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderedTextTest {
    private static final DomRealm REALM = DomRealm.page("<body><div id=t></div></body>");

    @AfterAll
    static void close() {
        REALM.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a  b | a b
            ` a <b> b </b> c ` | a b c
            a<br>b | a⏎b
            <div>a</div><div>b</div> | a⏎b
            <p>a</p><p>b</p>c | a⏎⏎b⏎⏎c
            a<div>b</div>c | a⏎b⏎c
            <div><div>a</div></div><div></div><div>b</div> | a⏎b
            <pre> a⏎  b</pre> | ` a⏎  b`
            <span style="white-space: pre-line">a   b⏎c</span> | a b⏎c
            a<span hidden>b</span><i style="display:none">c</i>d | ad
            a<script>b</script><style>c</style><template>d</template><noscript>e</noscript>f | af
            a<span style="visibility:hidden">b<b style="visibility: visible">c</b></span> | ac
            <table><tr><td>1<td>2<tr><td>3<td>4</table> | 1⇥2⏎3⇥4
            <ul><li>a<li>b</ul> | a⏎b
            <h1>a</h1>b | a⏎b
            a<input value=b><textarea>c</textarea>d | ad
            a<!-- b -->c | ac
            a&nbsp; b | a\u00a0 b
            <select><option>a<option>b</select> | a⏎b
            x <img> y | x  y
            `<p>a</p>⏎<p>b</p>⏎` | a⏎⏎b
            """)
    void innerTextIsWhatAPageShows(String markup, String text) {
        String html = markup.replace("⏎", "\n").replace("`", "'");
        REALM.context.getBindings("js").putMember("markup", html);
        assertEquals(text.replace('⏎', '\n').replace('⇥', '\t'), REALM.run("t.innerHTML = markup; t.innerText"));
    }

    @Test
    void appendingLinesToInnerTextKeepsThem() {
        assertEquals(
                "one\ntwo\n|one<br>two<br>",
                REALM.run(
                        "t.innerText = ''; t.innerText += 'one\\n'; t.innerText += 'two\\r\\n'; t.innerText + '|' + t.innerHTML"));
    }

    @Test
    void markupInInnerTextIsText() {
        assertEquals("&lt;b&gt; <br>", REALM.run("t.innerText = '<b> \\n'; t.innerHTML"));
    }

    @Test
    void anElementThatIsNotShownGivesItsTextContent() {
        assertEquals(
                "a b\n c",
                REALM.run("const e = document.createElement('div'); e.innerHTML = 'a <i>b</i>\\n c'; e.innerText"));
        assertEquals("x  y", REALM.run("t.innerHTML = '<p hidden>x  y</p>'; t.firstChild.innerText"));
    }

    @Test
    void outerTextReplacesTheElement() {
        assertEquals("1<br>2", REALM.run("t.innerHTML = '<p></p>'; t.firstChild.outerText = '1\\n2'; t.innerHTML"));
    }
}
