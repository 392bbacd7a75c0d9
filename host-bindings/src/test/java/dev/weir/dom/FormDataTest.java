package dev.weir.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the entries of a form are. */
class FormDataTest {
    /** Entries as text; files in brackets. */
    private static final String SHOW = """
            var show = (data) => [...data].map(([name, value]) =>
                `${name}=${typeof value === 'string' ? value : `[${value.name},${value.type},${value.size}]`}`).join(' ');
            var f = document.forms[0];
            """;

    private static String entries(String controls, String submitter) {
        try (DomRealm realm = DomRealm.page("<!doctype html><form id=f>" + controls + "</form>")) {
            realm.run(SHOW);
            String result = realm.eval("show(new FormData(f, " + submitter + "))");
            assertEquals(List.of(), realm.messages());
            return result;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <input name=a value=1> | a=1
            <input name=a> | a=
            <input value=1><input name value=1> | ``
            <input name=a value=1 disabled> | ``
            <fieldset disabled><input name=a><legend><input name=b></legend></fieldset> | b=
            <datalist><input name=a><p><input name=b></p></datalist><input name=c> | c=
            <input name=b value=1><input name=a value=2><input name=b value=3> | b=1 a=2 b=3
            <input type=checkbox name=a><input type=checkbox name=b checked><input type=checkbox name=c checked value=d> | b=on c=d
            <input type=radio name=a value=1><input type=radio name=a value=2 checked> | a=2
            <input type=file name=a><input type=file> | a=[,application/octet-stream,0]
            <input type=submit name=a><input type=reset name=b><input type=button name=c><input type=image name=d> | ``
            <button name=a><button type=reset name=b></button><button type=button name=c></button> | ``
            <input type=hidden name=a value=1> | a=1
            <input type=hidden name=_charset_ value=x><input type=hidden name=_CHARSET_> | _charset_=UTF-8 _CHARSET_=UTF-8
            <input type=text name=_charset_ value=x> | _charset_=x
            <input type=number name=a value=x><input type=color name=b> | a= b=#000000
            <textarea name=a>x</textarea> | a=x
            <select name=a><option>1<option>2</select> | a=1
            <select name=a><option>1<option selected value=b>2</select> | a=b
            <select name=a><option disabled selected>1</select> | ``
            <select name=a><optgroup disabled><option selected>1</optgroup></select> | ``
            <select name=a multiple><option selected>1<option>2<option selected>3<option selected disabled>4</select> | a=1 a=3
            <select name=a></select> | ``
            <output name=a>x</output><fieldset name=b></fieldset><object name=c></object> | ``
            <input name=a dirname=b> | a= b=ltr
            <input name=a dirname> | a=
            <input dirname=b> | ``
            <input name=a dirname=b dir=rtl> | a= b=rtl
            <div dir=rtl><input name=a dirname=b><input type=tel name=c dirname=d></div> | a= b=rtl c= d=ltr
            <input name=a dirname=b dir=auto value=1א> | a=1א b=rtl
            <div dir=auto>1<bdi>x</bdi>א<textarea name=a dirname=b>x</textarea></div> | a=x b=rtl
            <input type=number name=a dirname=b><input type=checkbox checked name=c dirname=d> | a= c=on
            <input type=hidden name=a dirname=b> | a= b=ltr
            <input name=a form=other> | ``
            """)
    void controlsAddWhatTheyHold(String controls, String expected) {
        assertEquals(expected, entries(controls, "null"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <input name=x value=1><button id=s name=a value=b></button><button name=c></button><input name=y> | x=1 a=b y=
            <input type=submit id=s name=a value=b> | a=b
            <input type=submit id=s name=a> | a=
            <input type=submit id=s name=a dirname=d> | a= d=ltr
            <button id=s></button> | ``
            <input type=image id=s name=a value=b> | a.x=0 a.y=0
            <input type=image id=s> | x=0 y=0
            <button id=s name=a value=b disabled></button> | ``
            <button type=button id=s name=a></button> | TypeError: the element is no submit button
            <p id=s></p> | TypeError: the element is no submit button
            <button id=s form=other></button> | NotFoundError: the submit button belongs to another form
            """)
    void aSubmitterAddsWhatItSays(String controls, String expected) {
        assertEquals(expected, entries(controls, "document.getElementById('s')"));
    }

    @Test
    void whatAUserOrAScriptHasChangedCounts() {
        assertEquals("a=new b=on c=2 d=x\ny", entries("""
                        <input name=a value=old><input type=checkbox name=b><select name=c><option>1<option>2</select>
                        <textarea name=d></textarea>
                        <script>
                          f.elements.a.value = 'new';
                          f.elements.b.checked = true;
                          f.elements.c.selectedIndex = 1;
                          f.elements.d.value = 'x\\r\\ny';
                        </script>""", "null"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            log.push(show(new FormData(f))) | formdata:f a=1 b=2
            f.submit() | formdata:f go
            f.requestSubmit() | submit formdata:f go
            f.onsubmit = () => false; f.requestSubmit() | submit
            f.requestSubmit(document.querySelector('button')) | submit formdata:f go
            f.onformdata = () => { f.submit(); f.requestSubmit(); }; f.submit() | formdata:f go
            f.onformdata = () => { try { new FormData(f) } catch (e) { log.push(e.name) } }; new FormData(f) | InvalidStateError formdata:f
            f.onformdata = () => f.remove(); f.submit() | formdata:f
            f.onsubmit = () => f.remove(); f.requestSubmit() | submit
            f.onformdata = () => { throw 1 }; log.push(show(new FormData(f))); new FormData(f) | formdata:f a=1 b=2 formdata:f
            """)
    void collectingFiresAnEvent(String script, String expected) {
        try (DomRealm realm = DomRealm.page(
                "<!doctype html><form id=f action=/go><input name=a value=1><button name=s value=t></form>")) {
            realm.run(SHOW + """
                    var log = [];
                    document.addEventListener('submit', () => log.push('submit'));
                    document.addEventListener('formdata', (e) => {
                        log.push(`${e.type}:${e.target.id}`);
                        if (!(e instanceof FormDataEvent) || !e.bubbles || e.cancelable || !e.isTrusted) log.push('wrong');
                        e.formData.append('b', '2');
                    });
                    """);
            realm.run(script);
            realm.run(realm.navigations.isEmpty() ? "" : "log.push('go')");
            assertEquals(expected, realm.eval("log.join(' ')"));
        }
    }

    @Test
    void listenersKeepAnObjectOfTheirOwn() {
        try (DomRealm realm = DomRealm.page("<!doctype html><form id=f><input name=a value=1></form>")) {
            realm.run(SHOW + "var kept; f.onformdata = (e) => { kept = e.formData; }; var made = new FormData(f);");
            assertEquals("false a=1", realm.eval("(kept.set('a', '2'), `${kept === made} ${show(made)}`)"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            utf-8 | UTF-8
            nonsense latin1 utf-8 | windows-1252
            `x-user-defined,gbk` | UTF-8
            utf-16 | UTF-8
            gbk | GBK
            """)
    void aSubmissionSaysTheFormsEncoding(String charsets, String expected) {
        try (DomRealm realm = DomRealm.page(
                "<!doctype html><form accept-charset='" + charsets + "'><input type=hidden name=_charset_></form>")) {
            realm.run("var said; document.forms[0].onformdata = (e) => { said = e.formData.get('_charset_'); };");
            realm.run("document.forms[0].submit()");
            assertEquals(expected, realm.eval("said"));
            assertEquals("UTF-8", realm.eval("new FormData(document.forms[0]).get('_charset_')"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            new FormDataEvent('x', { formData: d }).formData === d | true
            new FormDataEvent('x', { formData: d, bubbles: true }).bubbles | true
            new FormDataEvent('x', { formData: d }) instanceof Event | true
            FormDataEvent.length | 2
            """)
    void scriptsMakeEvents(String expression, String expected) {
        try (DomRealm realm = DomRealm.page("")) {
            realm.run("var d = new FormData();");
            assertEquals(expected, realm.eval(expression));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "new FormDataEvent('x')",
        "'new FormDataEvent(\"x\", {})'",
        "'new FormDataEvent(\"x\", { formData: {} })'"
    })
    void anEventNeedsItsData(String expression) {
        try (DomRealm realm = DomRealm.page("")) {
            assertEquals("TypeError", realm.eval(expression).split(":", 2)[0]);
        }
    }
}
