package dev.weir.url;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.bindings.DOMExceptionBinding;
import dev.weir.bindings.InterfaceSet;
import dev.weir.bindings.TestRealm;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class URLTest {
    private static final InterfaceSet INTERFACES = new InterfaceSet(
            "Window",
            Stream.of(List.of(DOMExceptionBinding.DEFINITION), UrlInterfaces.DEFINITIONS)
                    .flatMap(List::stream)
                    .toList());

    private final TestRealm realm = new TestRealm(INTERFACES);

    @AfterEach
    void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            new URL('x?a=1', 'http://h/y').href | http://h/x?a=1
            new URL('x') | TypeError: URL constructor: 'x' is not a valid URL
            new URL('x', 'y') | TypeError: URL constructor: 'x' is not a valid URL relative to 'y'
            new URL('http://h', undefined).href | http://h/
            new URL('http://h', null) | TypeError: URL constructor: 'http://h' is not a valid URL relative to 'null'
            URL.length + ' ' + URL.canParse.length + ' ' + URLSearchParams.length | 1 1 0
            URL.parse('x') | null
            URL.parse('x', 'http://h') instanceof URL | true
            [URL.canParse('x'), URL.canParse('x', 'http://h'), URL.canParse('http://h')].join() | false,true,true
            [20000, 10].map((n) => URL.canParse('http://' + 'ü'.repeat(n))).join() | false,true
            webkitURL === URL | true
            JSON.stringify({ u: new URL('http://h') }) | {"u":"http://h/"}
            String(new URL('http://h')) | http://h/
            (u => { u.href = 'mailto:x'; return u.href })(new URL('http://h')) | mailto:x
            (u => { u.href = 'x' })(new URL('http://h')) | TypeError: URL.href: 'x' is not a valid URL
            (u => u.searchParams === u.searchParams)(new URL('http://h')) | true
            (u => { u.searchParams.append('a b', 'ü&'); return u.href })(new URL('http://h/?x')) | http://h/?x=&a+b=%C3%BC%26
            (u => { const p = u.searchParams; u.search = '?a=2'; return p.get('a') })(new URL('http://h/?a=1')) | 2
            (u => { const p = u.searchParams; u.href = 'http://h/'; return p.size })(new URL('http://h/?a=1')) | 0
            (u => { u.searchParams.delete('a'); return u.href })(new URL('http://h/?a=1#f')) | http://h/#f
            (u => { u.searchParams.append('b', 2); return [u.search, u.toJSON(), u.href].join() })(new URL('http://h/?a=1')) | ?a=1&b=2,http://h/?a=1&b=2,http://h/?a=1&b=2
            (u => { u.searchParams.append('b', 2); u.search = '?c'; return u.href + u.searchParams })(new URL('http://h/?a=1')) | http://h/?cc=
            (u => { u.searchParams.append('b', 2); u.href = 'http://i/?c'; return u.href + u.searchParams })(new URL('http://h/?a=1')) | http://i/?cc=
            (u => { u.searchParams.append('b', 2); try { u.href = 'x' } catch { } u.host = 'i'; u.hash = 'f'; return u.href })(new URL('http://h/?a=1')) | http://i/?a=1&b=2#f
            (u => { u.searchParams.delete('a'); return [u.search, u.href].join() })(new URL('http://h/?a')) | ,http://h/
            (u => { u.searchParams.sort(); u.search; u.searchParams.set('a', 2); return u.href })(new URL('http://h/?b&a')) | http://h/?a=2&b=
            (u => { u.hash = 'x'; u.searchParams; u.port = 81; return u.href })(new URL('http://h/?a+b')) | http://h:81/?a+b#x
            String(new URLSearchParams('?a=1&b=%zz&&c&=d&+=%2B')) | a=1&b=%25zz&c=&=d&+=%2B
            String(new URLSearchParams([['a', 1], ['a', 2]])) | a=1&a=2
            String(new URLSearchParams({ b: 1, a: undefined })) | b=1&a=undefined
            String(new URLSearchParams(new URLSearchParams('x=y'))) | x=y
            String(new URLSearchParams({ '\\ud800': 1, '\\ufffd': 2 })) | %EF%BF%BD=2
            new URLSearchParams([['a']]) | TypeError: URLSearchParams constructor: item 0 must have a name and a value, but has 1 items
            new URLSearchParams('%F0%80%80=%E2%82').get('\\ufffd\\ufffd\\ufffd') | \ufffd
            (p => { p.set('a', 9); return String(p) })(new URLSearchParams('a=1&b=2&a=3')) | a=9&b=2
            (p => { p.delete('a', '3'); return String(p) })(new URLSearchParams('a=1&b=2&a=3')) | a=1&b=2
            (p => [p.has('a', '1'), p.has('a', 2), p.has('a', undefined)].join())(new URLSearchParams('a=1')) | true,false,true
            new URLSearchParams('a=1&b=2&a=3').getAll('a').join() | 1,3
            new URLSearchParams('').get('a') | null
            (p => { p.sort(); return String(p) })(new URLSearchParams('\\ufffd=1&\\ud83d\\ude00=2&a=3&a=0')) | a=3&a=0&%F0%9F%98%80=2&%EF%BF%BD=1
            [...new URLSearchParams('a=1&b=2')].join(';') | a,1;b,2
            [...new URLSearchParams('a=1&b=2').keys()].join() | a,b
            (p => { const r = []; for (const [k] of p) { r.push(k); if (p.size < 4) p.append('z', 0); } return r.join() })(new URLSearchParams('a&b')) | a,b,z,z
            (p => { const r = []; p.forEach((v, k, o) => r.push(k + v + (o === p))); return r.join() })(new URLSearchParams('a=1')) | a1true
            Object.prototype.toString.call(new URLSearchParams()[Symbol.iterator]()) | [object URLSearchParams Iterator]
            new URLSearchParams('~!*()-._ ').toString() | %7E%21*%28%29-._+=
            """)
    void behavesAsInABrowser(String script, String expected) {
        assertEquals(expected, realm.eval(script));
    }
}
