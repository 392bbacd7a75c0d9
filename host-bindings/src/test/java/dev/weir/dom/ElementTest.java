package dev.weir.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementTest {
    private final DomRealm realm = DomRealm.page("""
            <!DOCTYPE html><html lang=en><head><title> T  t </title></head><body>
            <div id=a class="x y" data-foo-bar=1 TITLE=hi>one<p id=b>two</p></div>
            <a id=link href="../up?q=1#h">link</a><img name=pic src=i.png>
            <svg id=s viewBox="0 0 1 1"><foreignObject></foreignObject></svg>
            <my-thing></my-thing><canvas></canvas><blah></blah></body></html>""");

    @AfterEach
    void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a.tagName + a.localName + a.namespaceURI + a.prefix | DIVdivhttp://www.w3.org/1999/xhtmlnull
            s.tagName + ' ' + s.namespaceURI | svg http://www.w3.org/2000/svg
            Object.prototype.toString.call(s) | [object Element]
            a.getAttribute('ID') + a.getAttribute('none') | anull
            a.getAttributeNames().join() | id,class,data-foo-bar,title
            a.hasAttribute('title') && a.hasAttributes() && !a.hasAttribute('x') | true
            (b.setAttribute('FOO', null), b.outerHTML) | "<p id=""b"" foo=""null"">two</p>"
            a.setAttribute('a b', 1) | InvalidCharacterError: 'a b' is not a valid attribute name
            a.setAttribute('x') | TypeError: Element.setAttribute: 2 arguments required, but only 1 present
            (a.removeAttribute('title'), a.title) | ""
            a.setAttributeNS('x', 'xml:a', '1') | NamespaceError: the prefix xml belongs to the namespace of XML
            a.setAttributeNS('x', 'xmlns', '1') | NamespaceError: xmlns and its namespace belong together
            a.setAttributeNS('x', 'xmlns:y', '1') | NamespaceError: xmlns and its namespace belong together
            a.setAttributeNS('http://www.w3.org/2000/xmlns/', 'y', '1') | NamespaceError: xmlns and its namespace belong together
            a.setAttributeNS(null, 'y:z', '1') | NamespaceError: a name with a prefix needs a namespace
            a.setAttributeNS('x', 'y:', '1') | InvalidCharacterError: 'y:' has a colon at its end
            (a.setAttributeNS('http://www.w3.org/XML/1998/namespace', 'xml:lang', 'x'), a.setAttributeNS('http://www.w3.org/2000/xmlns/', 'xmlns:y', '1'), a.getAttribute('xml:lang') + a.getAttribute('xmlns:y')) | x1
            document.createElementNS('x', 'xml:a') | NamespaceError: the prefix xml belongs to the namespace of XML
            document.createElementNS('http://www.w3.org/2000/xmlns/', 'y') | NamespaceError: xmlns and its namespace belong together
            document.createElementNS('x', 'xmlns') | NamespaceError: xmlns and its namespace belong together
            a.toggleAttribute('hidden') + '' + a.hidden + a.toggleAttribute('hidden') | truetruefalse
            a.toggleAttribute('hidden', false) + '' + a.toggleAttribute('hidden', true) | falsetrue
            s.getAttribute('viewBox') + s.getAttribute('viewbox') | 0 0 1 1null
            a.id + a.className + a.title + a.lang | ax yhi
            (e => (e.id = 5, document.getElementById('5') === e))(a) | true
            (a.hidden = 1, a.getAttribute('hidden') === '') | true
            a.attributes.length + a.attributes[0].name + a.attributes.id.value | 4ida
            a.attributes[0] === a.getAttributeNode('id') && a.attributes.item(0) === a.attributes[0] | true
            a.attributes.getNamedItem('CLASS').value | x y
            [...a.attributes].map((x) => x.name).join() | id,class,data-foo-bar,title
            Object.keys(a.attributes).join() | 0,1,2,3
            Object.getOwnPropertyNames(a.attributes).join() | 0,1,2,3,id,class,data-foo-bar,title
            'id' in a.attributes && 0 in a.attributes && !(9 in a.attributes) | true
            (x => (x.value = 'q', q.id + x.ownerElement.id))(a.getAttributeNode('id')) | qq
            ((e, x) => (e.removeAttributeNode(x), x.value + x.ownerElement + e.id))(a, a.getAttributeNode('id')) | anull
            (x => (x.value = 'v', a.setAttributeNode(x), a.getAttribute('new') + a.attributes.new.ownerElement.id))(document.createAttribute('NEW')) | va
            b.setAttributeNode(a.getAttributeNode('id')) | InUseAttributeError: the attribute belongs to another element
            a.attributes.removeNamedItem('nope') | NotFoundError: there is no attribute named 'nope'
            a.classList.length + a.classList[1] + a.classList | 2yx y
            (a.classList.add('z', 'x'), a.classList.remove('y'), a.className) | x z
            a.classList.toggle('x') + '' + a.classList.toggle('x', false) + a.classList.contains('x') | falsefalsefalse
            a.classList.replace('x', 'q') + a.className | trueq y
            a.classList.add('') | SyntaxError: a token must not be empty
            a.classList.add('p q') | InvalidCharacterError: the token 'p q' contains whitespace
            (a.classList = 'm n', a.className) | m n
            [...a.classList.entries()].join(';') | 0,x;1,y
            a.classList === a.classList && a.dataset === a.dataset && a.style === a.style && a.attributes === a.attributes | true
            a.dataset.fooBar + ('fooBar' in a.dataset) + a.dataset.none | 1trueundefined
            (a.dataset.newOne = 7, a.getAttribute('data-new-one')) | 7
            (delete a.dataset.fooBar, a.hasAttribute('data-foo-bar')) | false
            (a.dataset.z = 1, Object.keys(a.dataset).join()) | fooBar,z
            JSON.stringify(a.dataset) | "{""fooBar"":""1""}"
            a.dataset['x-y'] = 1 | SyntaxError: 'x-y' has a hyphen before a lower-case letter
            typeof a.dataset.toString | function
            document.createElement('DIV').outerHTML | <div></div>
            document.createElement('1') | InvalidCharacterError: '1' is not a valid element name
            document.createElement('a b') | InvalidCharacterError: 'a b' is not a valid element name
            Object.prototype.toString.call(document.createElement('nonsense')) | [object HTMLUnknownElement]
            Object.prototype.toString.call(document.createElement('x-y')) | [object HTMLElement]
            Object.prototype.toString.call(document.createElement('section')) | [object HTMLElement]
            typeof document.createElement('canvas').getContext + typeof HTMLCanvasElement | undefinedundefined
            document.createElementNS('http://www.w3.org/2000/svg', 'linearGradient').tagName | linearGradient
            ['span', 'p', 'pre', 'li', 'ul', 'h1', 'td', 'tr', 'br'].map((t) => document.createElement(t).constructor.name).join() | HTMLSpanElement,HTMLParagraphElement,HTMLPreElement,HTMLLIElement,HTMLUListElement,HTMLHeadingElement,HTMLTableCellElement,HTMLTableRowElement,HTMLBRElement
            link.href + ' ' + link.getAttribute('href') | https://example.com/up?q=1#h ../up?q=1#h
            String(link) === link.href | true
            link.pathname + link.search + link.hash + link.host + link.protocol | /up?q=1#hexample.comhttps:
            (link.href = 'http://h:8/x', link.origin + link.port) | http://h:88
            document.createElement('a').href | ""
            document.images[0].src + document.images.pic.alt | https://example.com/dir/i.png
            (i => (i.src = 'x.png', i instanceof HTMLImageElement && i.outerHTML))(new Image(3)) | "<img width=""3"" src=""x.png"">"
            Image.name + Image.length + (Image.prototype === HTMLImageElement.prototype) | Image0true
            Image() | TypeError: Image: use 'new'
            a.scrollTop + a.scrollHeight + a.clientWidth | 0
            (a.scrollTop = a.scrollHeight, a.scrollTop) | 0
            typeof a.getBoundingClientRect + typeof a.offsetWidth | undefinedundefined
            b.closest('div').id + b.closest('p').id + b.closest('x') | abnull
            b.matches('div > p') + '' + b.matches('span') | truefalse
            a.tabIndex + '' + link.tabIndex | -10
            ['a', 'area', 'button', 'input', 'select', 'textarea', 'iframe', 'div', 'summary'].map((n) => document.createElement(n).tabIndex).join() | 0,0,0,0,0,0,0,-1,-1
            (a.innerHTML = '<details><summary></summary><summary></summary></details>', [...a.querySelectorAll('summary')].map((s) => s.tabIndex).join()) | 0,-1
            (a.innerHTML = '<details><summary>x<b>y</b></summary><summary></summary></details>', a.querySelector('b').click(), a.firstChild.open) | true
            (a.innerHTML = '<details open><summary></summary></details>', a.querySelector('summary').click(), a.firstChild.open) | false
            (a.innerHTML = '<details><p></p><summary></summary><summary></summary></details>', a.querySelectorAll('summary')[1].click(), a.querySelector('p').click(), a.firstChild.open) | false
            (a.innerHTML = '<details><summary onclick="return false"></summary></details>', a.querySelector('summary').click(), a.firstChild.open) | false
            (a.innerHTML = '<summary></summary>', a.firstChild.click(), a.innerHTML + a.firstChild.constructor.name) | <summary></summary>HTMLElement
            (a.tabIndex = 3, a.getAttribute('tabindex')) | 3
            (a.dir = 'RTL', a.dir) | rtl
            a.contentEditable + a.isContentEditable | inheritfalse
            a.translate + '' + a.draggable + link.draggable + document.images[0].draggable | truefalsetruetrue
            """)
    void hasTheMembersOfAnElement(String expression, String expected) {
        assertEquals(expected, realm.eval(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            document.title + document.readyState + document.compatMode | T tcompleteCSS1Compat
            (document.title = 'new', document.querySelector('title').textContent) | new
            document.URL + document.documentURI | https://example.com/dir/page.htmlhttps://example.com/dir/page.html
            document.body.tagName + document.head.tagName + document.documentElement.tagName | BODYHEADHTML
            document.location === location && document.defaultView === window | true
            document === window.document && Object.getOwnPropertyDescriptor(window, 'document').configurable | false
            document.getElementsByTagName('P').length + document.getElementsByTagName('*').length | 14
            document.getElementsByTagName('foreignObject').length | 1
            document.getElementsByClassName('y x')[0].id | a
            document.getElementsByName('pic').length + document.links.length + document.forms.length | 2
            document.scripts instanceof HTMLCollection && document.images === document.images | true
            (document.cookie = 'a=b', document.cookie) | ""
            document.write('x') | NotSupportedError: document.write() is not supported; insert nodes or use insertAdjacentHTML() instead
            document.createEvent('MouseEvents') instanceof MouseEvent | true
            document.createEvent('nope') | NotSupportedError: no event interface is called 'nope'
            document.dispatchEvent(document.createEvent('Event')) | InvalidStateError: the event is being dispatched already or was never initialized
            document.activeElement === document.body && document.hasFocus() | true
            document.currentScript | null
            document.characterSet + document.contentType | UTF-8text/html
            (l => (a.remove(), l.length))(document.getElementsByTagName('p')) | 0
            (l => (b.after(document.createElement('p')), l.length + [...l].length))(document.getElementsByTagName('p')) | 4
            (l => (b.after(document.createElement('p')), l.length))(document.querySelectorAll('p')) | 1
            (s => { document.querySelectorAll('p').forEach((n, i) => { s += n.id + i; }); return s; })('') | b0
            document.getElementsByTagName('p').b === b && document.getElementsByTagName('p').namedItem('b') === b | true
            Object.keys(document.getElementsByTagName('p')).join() | 0
            Object.getOwnPropertyNames(document.getElementsByTagName('p')).join() | 0,b
            typeof document.getElementsByTagName('p').forEach + typeof document.getElementsByTagName('p')[Symbol.iterator] | undefinedfunction
            (() => { 'use strict'; try { document.querySelectorAll('p')[0] = 1; } catch (e) { return e.name; } })() | TypeError
            (l => (l[0] = 1, l.foo = 2, l[0].id + l.foo))(document.querySelectorAll('p')) | b2
            document.querySelectorAll('p').item(5) + '' + document.querySelectorAll('p')[5] | nullundefined
            Array.from(document.querySelectorAll('p')).concat([...document.querySelectorAll('p')]).length | 2
            NodeList.prototype.item.call(document.getElementsByTagName('p'), 0) | TypeError: NodeList.item: 'this' is not an object of the right kind
            Object.isExtensible(document.querySelectorAll('p')) | true
            (() => { try { Object.preventExtensions(document.querySelectorAll('p')); } catch (e) { return e.name; } })() | TypeError
            """)
    void hasTheMembersOfADocument(String expression, String expected) {
        assertEquals(expected, realm.eval(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            (s.color = 'red', s.backgroundColor = 'blue', a.getAttribute('style')) | color: red; background-color: blue;
            (s.cssText = 'COLOR : red;; bad; foo: 1; --x: {a;b} !important', s.cssText) | color: red; --x: {a;b} !important;
            (a.style = 'top: 1px', s.top + s.length + s[0]) | 1px1top
            (s['z-index'] = 3, s.zIndex + s.getPropertyValue('z-index') + s['z-index']) | 333
            (s.setProperty('width', '1px', 'important'), s.getPropertyPriority('width') + s.cssText) | importantwidth: 1px !important;
            (s.setProperty('width', '1px; color: red'), s.cssText) | ""
            (s.color = 'red', s.removeProperty('color') + s.color + a.getAttribute('style')) | red
            (s.color = 'red', s.color = '', a.getAttribute('style')) | ""
            (s.color = 'red', s.color = null, s.color) | ""
            (s.colour = 'x', s.colour + s.cssText) | x
            'color' in s && 'background-color' in s && 'cssText' in s && !('colour' in s) | true
            (s.color = 'red', Object.keys(s).join()) | 0
            (s.webkitTransform = 'none', s.cssText) | -webkit-transform: none;
            (s.cssFloat = 'left', s.float) | left
            (s.backgroundImage = 'url(a;b)', s.display = 'none', s.length) | 2
            (a.setAttribute('style', 'margin: 0 /* x */ auto'), s.margin) | 0  auto
            s.parentRule | null
            [...(s.color = 'red', s)].join() | color
            """)
    void styleReflectsItsAttribute(String expression, String expected) {
        realm.run("var s = a.style");
        assertEquals(expected, realm.eval(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a.innerHTML | "one<p id=""b"">two</p>"
            (a.innerHTML = '<b>1</b>&lt;<br>', a.innerHTML + a.childNodes.length) | <b>1</b>&lt;<br>3
            (a.innerHTML = null, a.innerHTML) | ""
            (a.innerHTML = '<tr><td>x', a.innerHTML) | x
            (t => (t.innerHTML = '<tr><td>x', t.innerHTML))(document.createElement('table')) | <tbody><tr><td>x</td></tr></tbody>
            (b.outerHTML = '<i>1</i>2', a.innerHTML) | one<i>1</i>2
            document.documentElement.outerHTML = '' | NoModificationAllowedError: the document element cannot be replaced by markup
            (b.insertAdjacentHTML('beforebegin', '<i></i>'), b.insertAdjacentHTML('AfterBegin', '<u>'), a.innerHTML) | "one<i></i><p id=""b""><u></u>two</p>"
            (b.insertAdjacentHTML('beforeend', '1'), b.insertAdjacentHTML('afterend', '2'), a.innerHTML) | "one<p id=""b"">two1</p>2"
            b.insertAdjacentHTML('middle', '') | SyntaxError: 'middle' is not one of beforebegin, afterbegin, beforeend, afterend
            document.createElement('p').insertAdjacentHTML('afterend', '') | NoModificationAllowedError: the element has no parent element
            b.insertAdjacentElement('afterend', link) === link && link.parentNode === a | true
            document.createElement('p').insertAdjacentElement('afterend', link) | null
            (b.insertAdjacentText('beforeend', '<'), b.innerHTML) | two&lt;
            (e => (e.textContent = 'a<b', e.outerHTML))(document.createElement('script')) | <script>a<b</script>
            (e => (e.textContent = 'a<b', e.outerHTML))(document.createElement('style')) | <style>a<b</style>
            (a.innerHTML = '<template><p>x</p></template>', a.firstChild.childNodes.length + a.firstChild.content.firstChild.outerHTML + a.innerHTML) | 0<p>x</p><template><p>x</p></template>
            (a.innerHTML = '<template><i>1</i></template>', a.firstChild.cloneNode(true).content.textContent + a.querySelectorAll('i').length) | 10
            (t => (t.innerHTML = '<td>1', t.content.firstChild.tagName))(document.createElement('template')) | TD
            (t => (t.content.append(t), 1))(document.createElement('template')) | HierarchyRequestError: a node cannot be put into itself or into one of its descendants
            (e => (e.innerHTML = '<b>x</b>&amp;', e.childNodes.length + e.textContent + e.innerHTML))(document.createElement('noscript')) | 1<b>x</b>&amp;<b>x</b>&amp;
            (e => (e.innerHTML = '', e.childNodes.length))(document.createElement('noscript')) | 0
            (e => (e.innerHTML = '<form><input></form>', e.innerHTML))(document.createElement('form')) | <input>
            (e => (document.createElement('form').append(e), e.innerHTML = '<form><input>x', e.innerHTML))(document.createElement('p')) | <input>x
            (e => (e.innerHTML = '<form><form><input></form><form>', e.innerHTML))(document.createElement('p')) | <form><input></form><form></form>
            (a.innerHTML = '<noscript><p>x</p></noscript>', a.querySelector('p') + a.textContent) | null<p>x</p>
            """)
    void markupGoesInAndComesOut(String expression, String expected) {
        assertEquals(expected, realm.eval(expression));
    }

    @Test
    void lineBreaksOfMarkupAreNormalized() {
        assertEquals(
                "[\"a\\nb\\nc\\rd\"]",
                realm.run("a.innerHTML = 'a\\r\\nb\\rc&#13;<pre>\\r\\nd</pre>'; JSON.stringify([a.textContent])"));
    }

    @Test
    void attributesAreEscapedInMarkup() {
        assertEquals(
                "<p title=\"&lt;&amp;&nbsp;&quot;'&gt;\"></p>",
                realm.run("(p => (p.title = '<&\\u00a0\"\\'>', p.outerHTML))(document.createElement('p'))"));
    }

    @Test
    void collectionsOfChildrenAreLive() {
        assertEquals("1 2 0", realm.run("""
                const list = a.children, nodes = a.childNodes;
                const before = list.length;
                a.append(document.createElement('i'));
                const after = list.length;
                a.textContent = '';
                before + ' ' + after + ' ' + (list.length + nodes.length)"""));
        assertEquals(List.of(), realm.messages());
    }
}
