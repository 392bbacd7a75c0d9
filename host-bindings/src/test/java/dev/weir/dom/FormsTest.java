package dev.weir.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
    private final DomRealm realm = DomRealm.page("""
            <!DOCTYPE html><body><form id=f action=/go><input id=t name=text value=v placeholder=p>
            <input id=c type=checkbox name=c><input id=r1 type=radio name=r value=1 checked><input id=r2 type=radio name=r value=2>
            <textarea id=ta name=area>
            first
            line</textarea><select id=s name=s><option value=a>A<option id=ob>B  b<option disabled>C</select>
            <button id=b>go</button><button id=rb type=reset>reset</button><button id=pb type=button>p</button></form>
            <fieldset id=fs disabled><button id=db>x</button></fieldset>
            <label id=l1 for=c>L</label><label id=l2>M <input id=inner type=checkbox><b id=lb>b</b></label>
            <input id=outside form=f name=outside>""");

    @AfterEach
    void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [t.value, t.defaultValue, t.type, t.name, t.placeholder].join() | v,v,text,text,p
            (t.value = 'x', t.value + t.getAttribute('value') + t.defaultValue) | xvv
            (t.value = 'x', t.setAttribute('value', 'y'), t.value) | x
            (t.setAttribute('value', 'y'), t.value) | y
            (t.value = 'a\\nb', t.value) | ab
            (t.value = null, t.value === '') | true
            (t.type = 'NUMBER', t.value = 'abc', t.value + t.type) | number
            (t.type = 'number', t.valueAsNumber = 1.5, t.value) | 1.5
            (t.type = 'range', t.value = 500, t.value) | 100
            (t.type = 'color', t.value = '#ABCDEF', t.value) | #abcdef
            (t.type = 'bogus', t.type) | text
            (t.type = 'file', t.value = 'x') | InvalidStateError: a script cannot choose a file
            c.value + c.checked | onfalse
            (c.checked = true, c.checked + '' + c.defaultChecked) | truefalse
            (c.setAttribute('checked', ''), c.checked) | true
            r1.checked + '' + r2.checked | truefalse
            (r2.checked = true, r1.checked + '' + r2.checked) | falsetrue
            f.elements.r.value + f.elements.r.length | 12
            (f.r.value = '2', r2.checked) | true
            JSON.stringify(ta.value) | "first\\nline"
            (ta.value = 'q', ta.value + ta.defaultValue.length + ta.type) | q10textarea
            (ta.defaultValue = 'z', ta.value) | z
            [s.value, s.selectedIndex, s.length, s.options.length, s.type].join() | a,0,3,3,select-one
            (s.value = 'B b', s.selectedIndex + ob.value + ob.text + ob.selected) | 1B bB btrue
            (s.value = 'nope', s.selectedIndex + s.value) | -1
            (s.selectedIndex = 1, s.selectedOptions.length + s.selectedOptions[0].id) | 1ob
            (s.add(new Option('D', 'd', false, true)), s.value + s[3].text) | dD
            (s.add(new Option('D'), 0), s[0].text + s.options[1].value) | Da
            (s[0] = new Option('E'), s.options[0].text + s.length) | E3
            (s.options.length = 1, s.length) | 1
            (s.remove(0), s.length + s[0].id) | 2ob
            (p => (s.remove(), p.isConnected))(s) | false
            ob.index + '' + ob.form.id + s.form.id | 1ff
            (ob.selected = true, s.value) | B b
            (s.multiple = true, ob.selected = true, s[0].selected = true, s.selectedOptions.length + s.type) | 2select-multiple
            Option.name + (Option.prototype === HTMLOptionElement.prototype) + new Option('x').outerHTML | Optiontrue<option>x</option>
            f.length + ' ' + f.elements.length + ' ' + f[0].id + f.text.id + f.elements.outside.id | 10 10 ttoutside
            t.form === f && outside.form === f && db.form === null | true
            'text' in f && !('nope' in f) && f.nope === undefined | true
            f.method + f.enctype + f.action + f.noValidate | getapplication/x-www-form-urlencodedhttps://example.com/gofalse
            b.type + rb.type + pb.type + (b.type = 'x', b.type) | submitresetbuttonsubmit
            db.disabled + '' + db.matches(':disabled') | falsetrue
            l1.control.id + l2.control.id + l1.htmlFor + c.labels.length + c.labels[0].id | cinnerc1l1
            fs.elements.length + fs.type | 1fieldset
            (t.maxLength = 5, t.getAttribute('maxlength')) | 5
            t.maxLength + t.size + ta.cols + ta.rows | 41
            (t.maxLength = -1, 1) | IndexSizeError: the length must not be negative, but is -1
            (ta.minLength = -2, 1) | IndexSizeError: the length must not be negative, but is -2
            (ta.maxLength = 3, ta.minLength = 0, ta.outerHTML.includes(' maxlength="3" minlength="0"')) | true
            [t.maxLength, t.minLength, ta.maxLength, (t.setAttribute('maxlength', '-5'), t.maxLength), (t.setAttribute('maxlength', ' 7x'), t.maxLength)].join() | -1,-1,-1,-1,7
            (o => (o.innerHTML = ' a <b>b</b>', o.append(document.createElement('script'), document.createElementNS('http://www.w3.org/2000/svg', 'script'), ' c'), o.children[1].text = 'no', o.children[2].textContent = 'no', o.text + o.value))(document.createElement('option')) | a b ca b c
            (t.readOnly = true, t.outerHTML) | <input id="t" name="text" value="v" placeholder="p" readonly="">
            (t.value = 'x', c.checked = true, ob.selected = true, f.reset(), t.value + c.checked + s.value) | vfalsea
            (t.value = 'x', t.cloneNode().value) | x
            document.forms.f === f && document.forms[0] === f | true
            (o => (o.value = 'a', o.value + o.defaultValue + o.textContent))(document.createElement('output')) | aa
            """)
    void controlsHaveTheirState(String expression, String expected) {
        assertEquals(expected, realm.eval(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            c.click() | click:c input:c change:c true
            c.onclick = (e) => e.preventDefault(); c.click() | click:c false
            c.onclick = (e) => { log.push(c.checked); }; c.click() | true click:c input:c change:c true
            c.disabled = true; c.click() | false
            db.click() | false
            r2.click(); log.push(r2.checked) | click:r2 input:r2 change:r2 true false
            r2.onclick = () => false; r2.click(); log.push(r1.checked) | click:r2 true false
            b.click() | click:b submit:f https://example.com/go false
            f.onsubmit = () => false; b.click() | click:b submit:f false
            f.onsubmit = (e) => { log.push(e.submitter.id, e instanceof SubmitEvent); e.preventDefault(); }; b.click() | click:b b true submit:f false
            b.onclick = (e) => e.preventDefault(); b.click() | click:b false
            pb.click() | click:pb false
            rb.click() | click:rb reset:f false
            t.value = 'x'; rb.click(); log.push(t.value) | click:rb reset:f v false
            l1.click() | click:l1 click:c input:c change:c true
            lb.click(); log.push(inner.checked) | click:lb click:inner input:inner change:inner true false
            inner.click(); log.push(inner.checked) | click:inner input:inner change:inner true false
            f.requestSubmit() | submit:f https://example.com/go false
            f.submit() | https://example.com/go false
            f.requestSubmit(t) | TypeError false
            f.onsubmit = () => { f.requestSubmit(); return false; }; f.requestSubmit() | submit:f false
            c.dispatchEvent(new MouseEvent('click', { bubbles: true })) | click:c input:c change:c true
            c.dispatchEvent(new Event('click', { bubbles: true })) | click:c false
            c.onclick = () => c.click(); c.click() | click:c input:c change:c true
            c.remove(); log.push(1) | 1 false
            """)
    void clicksActivate(String script, String expected) {
        realm.run("""
                var log = [];
                for (const type of ['click', 'input', 'change', 'submit', 'reset']) {
                    document.addEventListener(type, (e) => log.push(e.type + ':' + e.target.id));
                }""");
        realm.run("try {" + script + "} catch (e) { log.push(e.name); }");
        realm.run("log.push(..." + realm.eval("JSON.stringify(" + quoted(realm.navigations) + ")") + ")");
        assertEquals(expected, realm.run("log.push(document.getElementById('c')?.checked ?? false); log.join(' ')"));
        assertEquals(List.of(), realm.messages());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            const d = document.createElement('div'); x.checked = y.checked = true; d.append(x); d.append(y) | 01
            f.append(x, y); x.checked = true; y.checked = true; x.remove(); x.checked = true; f.append(x) | 10
            x.checked = y.checked = true; f.append(x); f.append(y) | 01
            x.checked = y.checked = true; const g = new DocumentFragment(); g.append(x, y); f.append(g) | 01
            f.innerHTML = '<input type=radio name=q checked><input type=radio name=q checked>'; [x, y] = f.children | 01
            f.innerHTML = '<input type=radio name=q checked><input type=radio name=q checked>'; [x, y] = f.children; y.remove() | 01
            f.innerHTML = '<input type=radio name=q checked><p><input type=radio name=q checked>'; [x, y] = f.querySelectorAll('input'); y.remove(); f.prepend(y) | 01
            f.append(x, y); y.setAttribute('checked', ''); x.setAttribute('checked', '') | 10
            f.append(x, y); y.setAttribute('checked', ''); x.setAttribute('checked', ''); y.setAttribute('checked', 'again') | 10
            f.append(x, y); x.checked = true; y.setAttribute('checked', ''); x.removeAttribute('checked') | 01
            f.append(x, y); x.name = 'other'; x.checked = y.checked = true; x.name = 'q' | 10
            f.append(x, y); y.type = 'checkbox'; x.checked = y.checked = true; y.type = 'radio' | 01
            f.append(x); document.body.append(y); x.checked = y.checked = true; y.setAttribute('form', 'f') | 01
            f.append(x); document.body.append(y); x.checked = y.checked = true | 11
            f.append(x, y); x.name = y.name = ''; x.checked = y.checked = true | 11
            f.append(x, y); x.checked = true; const c = f.cloneNode(true); [x, y] = [...c.elements].slice(-2) | 10
            f.append(x, y); y.setAttribute('checked', ''); x.checked = true; f.reset() | 01
            f.append(x, y); x.checked = true; y.onclick = () => { x.remove(); return false; }; y.click() | 00
            f.append(x, y); x.checked = true; y.onclick = () => { x.name = 'z'; return false; }; y.click() | 00
            """)
    void oneRadioButtonOfAGroupIsChecked(String script, String expected) {
        assertEquals(
                expected,
                realm.run("let x = document.createElement('input'), y = document.createElement('input');"
                        + " x.type = y.type = 'radio'; x.name = y.name = 'q';" + script
                        + "; `${+x.checked}${+y.checked}`"));
        assertEquals(List.of(), realm.messages());
    }

    @Test
    void theLastOfTheRadioButtonsCheckedInAPageStaysTheOneAfterItIsGone() {
        DomRealm page = DomRealm.page("<input id=x type=radio name=q checked><input id=y type=radio name=q checked>");
        assertEquals("01", page.run("`${+x.checked}${+y.checked}`"));
        assertEquals("y", page.run("[...document.querySelectorAll(':checked')].map((e) => e.id).join()"));
        assertEquals("00", page.run("y.remove(); +x.checked + '' + document.querySelectorAll(':checked').length"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            i.value = 'abc'; i.type = 'hidden' | abc,abc
            i.value = 'abc'; i.type = 'checkbox' | abc,abc
            i.type = 'checkbox' | on,null
            i.value = 'abc'; i.type = 'number'; i.type = 'text' | ,null
            i.setAttribute('value', 'abc'); i.type = 'number'; i.type = 'text' | ,abc
            i.setAttribute('value', 'abc'); i.type = 'number'; i.type = 'text'; i.setAttribute('value', 'd') | d,d
            i.value = 'abc'; i.type = 'file'; i.type = 'text' | ,null
            i.value = 'abc'; i.type = 'hidden'; i.setAttribute('value', 'x'); i.type = 'text' | x,x
            i.value = 'abc'; i.type = 'hidden'; i.type = 'text'; i.setAttribute('value', 'y') | y,y
            i.value = ' a '; i.type = 'email'; i.type = 'search' | a,null
            i.value = 'abc'; i.type = 'TEXT'; i.setAttribute('type', 'bogus') | abc,null
            i.value = 'abc'; i.type = 'hidden'; i.type = 'file'; i.type = 'hidden' | abc,abc
            """)
    void aValueGoesWithItsType(String script, String expected) {
        assertEquals(
                expected,
                realm.run("const i = document.createElement('input');" + script
                        + "; i.value + ',' + i.getAttribute('value')"));
        assertEquals(List.of(), realm.messages());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            '' | ft2
            q.remove() | null1
            tr.remove() | null1
            ft.remove() | null0
            table.remove() | ft2
            document.createElement('p').append(table) | ft2
            document.implementation.createHTMLDocument().body.append(table) | ft2
            q.setAttribute('form', 'other'); q.removeAttribute('form') | null1
            q.setAttribute('form', 'other') | other1
            other.append(q) | other1
            q.before(ft) | null0
            """)
    void aControlInATableBelongsToTheFormOfItsSource(String script, String expected) {
        String markup = "<table id=table><form id=ft><tr id=tr><td id=td><input id=q><template><input></template>"
                + "<input form=other></td></tr><tr><td><button></button></form></table><form id=other></form>";
        String read = "const { table, tr, ft, q, other } = Object.fromEntries("
                + "[...document.querySelectorAll('[id]')].map((e) => [e.id, e]));" + script
                + "; `${q.form?.id ?? null}${ft.elements.length}`";
        DomRealm page = DomRealm.page(markup);
        assertEquals(expected, page.run("{" + read + "}"));
        DomRealm fragment = DomRealm.page("<body>");
        fragment.run("document.body.innerHTML = '" + markup + "'");
        assertEquals(expected, fragment.run("{" + read + "}"));
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(text -> "'" + text + "'").toList().toString();
    }

    @Test
    void focusMovesWithItsEvents() {
        realm.run("""
                var log = [];
                for (const type of ['focus', 'blur', 'focusin', 'focusout']) {
                    document.addEventListener(type, (e) => log.push(e.type + ':' + e.target.id), true);
                }
                t.focus(); t.focus(); c.focus(); f.focus(); c.blur();""");
        assertEquals(
                "focus:t focusin:t blur:t focusout:t focus:c focusin:c blur:c focusout:c BODY",
                realm.run("log.join(' ') + ' ' + document.activeElement.tagName"));
        assertEquals("BODY", realm.run("t.focus(); t.remove(); document.activeElement.tagName"));
    }

    @Test
    void theProgramAroundThePageClicksAndTypes() {
        realm.run("""
                var log = [];
                for (const type of ['pointerdown', 'mousedown', 'focus', 'mouseup', 'click', 'input', 'change']) {
                    document.addEventListener(type, (e) => log.push(e.type + (e.isTrusted ? '' : '?')), true);
                }""");
        realm.loop.execute(() -> realm.view.click("#c"));
        realm.loop.runAll();
        assertEquals("pointerdown,mousedown,focus,mouseup,click,input,change", realm.run("log.splice(0).join()"));
        realm.loop.execute(() -> realm.view.fill("#t", "typed"));
        realm.loop.runAll();
        assertEquals("focus,input,change typed", realm.run("log.splice(0).join() + ' ' + t.value"));
        realm.loop.execute(() -> realm.view.click("#db"));
        realm.loop.runAll();
        assertEquals("", realm.run("log.join()"));
        assertEquals(1, realm.view.count("#c:checked"));
    }

    @Test
    void theProgramAroundThePageChoosesAnOption() {
        DomRealm page = DomRealm.page("""
                <select id=one><option>a<option value=b>B<option disabled>c</select>
                <select id=many multiple><option selected>a<option selected>b</select>
                <select id=off disabled><option>a<option>b</select>
                <script>
                  var log = [];
                  for (const type of ['input', 'change']) {
                      document.addEventListener(type, (e) => log.push(e.target.id + ' ' + type + ' ' + e.target.value));
                  }
                </script>""");
        page.loop.execute(() -> page.view.fill("#one", "b"));
        page.loop.execute(() -> page.view.fill("#one", "b"));
        page.loop.execute(() -> page.view.fill("#many", "b"));
        page.loop.execute(() -> page.view.fill("#off", "b"));
        page.loop.runAll();
        assertEquals(
                "one input b,one change b,many input b,many change b 1 a",
                page.run("`${log} ${many.selectedOptions.length} ${off.value}`"));
        assertThrows(IllegalArgumentException.class, () -> page.view.fill("#one", "c"));
        assertThrows(IllegalArgumentException.class, () -> page.view.fill("#one", "d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "checkbox", "radio", "submit", "hidden"})
    void theProgramAroundThePageTypesOnlyWhereAUserCan(String type) {
        DomRealm page = DomRealm.page("<input type=" + type + ">");
        assertThrows(IllegalArgumentException.class, () -> page.view.fill("input", "x"));
        assertEquals(Optional.empty(), page.view.attribute("input", "value"));
    }
}
