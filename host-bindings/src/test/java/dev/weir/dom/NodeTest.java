package dev.weir.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTest {
    private final DomRealm realm = DomRealm.page("""
            <!DOCTYPE html><title>T</title>
            <div id=a class="x y">one<p id=b>two</p><!--c--><p id=c>three <b id=d>four</b></p></div>""");

    @AfterEach
    void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a.firstChild === a.firstChild | true
            (b.expando = 1, document.getElementById('b').expando) | 1
            Object.prototype.toString.call(document) | [object Document]
            Object.prototype.toString.call(a) | [object HTMLDivElement]
            Object.prototype.toString.call(a.firstChild) | [object Text]
            Object.prototype.toString.call(document.doctype) | [object DocumentType]
            Object.prototype.toString.call(a.childNodes) | [object NodeList]
            a instanceof HTMLElement && a instanceof Element && a instanceof Node && a instanceof EventTarget | true
            new Node() | TypeError: Node: illegal constructor
            Node.prototype.appendChild.call({}, a) | TypeError: Node.appendChild: 'this' is not an object of the right kind
            a.appendChild({}) | TypeError: Node.appendChild: argument 'node' must be of type Node
            [document.nodeType, document.doctype.nodeType, a.nodeType, a.firstChild.nodeType, a.childNodes[2].nodeType] | 9,10,1,3,8
            [document.nodeName, document.doctype.nodeName, a.nodeName, a.firstChild.nodeName, a.childNodes[2].nodeName] | #document,html,DIV,#text,#comment
            Node.ELEMENT_NODE + a.DOCUMENT_NODE | 10
            a.childNodes.length | 4
            [...a.childNodes].map((n) => n.nodeName).join() | #text,P,#comment,P
            [...a.children].map((n) => n.id).join() | b,c
            a.firstElementChild.id + a.lastElementChild.id + a.childElementCount | bc2
            [a.firstChild.data, a.lastChild.id, b.previousSibling.data, b.nextSibling.data] | one,c,one,c
            b.previousElementSibling + c.previousElementSibling.id + b.nextElementSibling.id | nullbc
            a.firstChild.nextElementSibling.id | b
            b.parentNode === a && a.parentElement === document.body && document.documentElement.parentElement === null | true
            `${document.parentNode} ${document.ownerDocument}` | null null
            a.ownerDocument === document && a.getRootNode() === document && a.isConnected | true
            document.createElement('p').isConnected | false
            a.contains(d) && a.contains(a) && !d.contains(a) && !a.contains(null) | true
            a.textContent | onetwothree four
            `${document.textContent} ${document.doctype.textContent}` | null null
            a.nodeValue + a.firstChild.nodeValue + a.childNodes[2].nodeValue | nullonec
            (a.textContent = '<i>', a.innerHTML) | &lt;i&gt;
            (a.textContent = null, a.hasChildNodes()) | false
            (a.firstChild.nodeValue = 'x', a.firstChild.data) | x
            (a.normalize(), a.childNodes.length) | 4
            (a.append('1', '', '2'), a.normalize(), a.lastChild.data) | 12
            a.cloneNode().outerHTML | "<div id=""a"" class=""x y""></div>"
            a.cloneNode(true).isEqualNode(a) && a.cloneNode(true) !== a | true
            a.cloneNode(true).isEqualNode(a.cloneNode(false)) | false
            a.isSameNode(a) && !a.isSameNode(null) | true
            document.cloneNode(true).body.children[0].isEqualNode(a) | true
            a.compareDocumentPosition(d) | 20
            d.compareDocumentPosition(a) | 10
            b.compareDocumentPosition(c) | 4
            c.compareDocumentPosition(b) | 2
            a.compareDocumentPosition(document.createElement('p')) & 1 | 1
            a.compareDocumentPosition(a.getAttributeNode('id')) | 20
            a.getAttributeNode('id').compareDocumentPosition(a) | 10
            a.isDefaultNamespace('http://www.w3.org/1999/xhtml') + a.lookupNamespaceURI(null) | truehttp://www.w3.org/1999/xhtml
            a.baseURI | https://example.com/dir/page.html
            a.toString() | [object HTMLDivElement]
            """)
    void readsTheTree(String expression, String expected) {
        assertEquals(expected, realm.eval(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a.appendChild(b) === b && a.lastChild === b | true
            a.insertBefore(d, b).id + a.childNodes[1].id | dd
            a.insertBefore(c, null) === a.lastChild | true
            a.insertBefore(b, b).nextSibling.data | c
            a.insertBefore(b) | TypeError: Node.insertBefore: 2 arguments required, but only 1 present
            b.appendChild(a) | HierarchyRequestError: a node cannot be put into itself or into one of its descendants
            a.appendChild(a) | HierarchyRequestError: a node cannot be put into itself or into one of its descendants
            a.appendChild(document) | HierarchyRequestError: a node cannot be put into itself or into one of its descendants
            a.firstChild.appendChild(b) | HierarchyRequestError: a #text node cannot have children
            document.appendChild(a) | HierarchyRequestError: a document has one element, after its doctype
            document.appendChild(document.createTextNode('x')) | HierarchyRequestError: a #text node cannot be a child of #document
            a.appendChild(document.doctype) | HierarchyRequestError: a html node cannot be a child of DIV
            a.insertBefore(b, d) | NotFoundError: the reference node is not a child of this node
            a.removeChild(d) | NotFoundError: the node to be removed is not a child of this node
            (p => a.removeChild(p) === p && p.parentNode === null && !p.isConnected)(b) | true
            (p => a.replaceChild(d, p) === p && a.childNodes[1] === d)(b) | true
            a.replaceChild(b, b) === b && a.childNodes[1] === b && a.childNodes.length | 4
            a.replaceChild(c, b).id + a.childNodes.length | b3
            (p => (p.remove(), p.remove(), a.childNodes.length))(b) | 3
            (b.before('x', document.createElement('i')), a.innerHTML.slice(0, 13)) | onex<i></i><p
            (b.after(c), b.nextSibling.id) | c
            (b.replaceWith('x', 'y'), a.textContent) | onexythree four
            (b.replaceWith(b), a.childNodes[1].id) | b
            (b.replaceWith(c, b), [...a.children].map((e) => e.id)) | c,b
            (a.prepend('0', d), a.textContent) | "0fouronetwothree "
            (a.append(), a.childNodes.length) | 4
            (a.replaceChildren('q'), a.innerHTML) | q
            (document.firstChild.remove(), document.doctype) | null
            (document.documentElement.remove(), `${document.body} ${document.head} ${document.documentElement}`) | null null null
            (b.firstChild.before('z'), b.textContent) | ztwo
            (f => (f.append('1', b, '2'), a.append(f), [f.childNodes.length, a.textContent]))(new DocumentFragment()) | 0,onethree four1two2
            (t => (t.splitText(3), t.data))(new Text('foobar')) | foo
            (c => (c.data = 'x', c.appendData('y'), c.nodeValue + a.innerHTML.includes('<!--xy-->')))(a.childNodes[2]) | xytrue
            (c => (a.append(c), c.data = '-', a.lastChild.textContent))(new Comment('q')) | -
            (t => (a.append(t), t.splitText(3).data + a.lastChild.data))(new Text('foobar')) | barbar
            b.firstChild.splitText(9) | IndexSizeError: the offset is beyond the end of the data, whose length is 3
            (t => (t.insertData(1, 'X'), t.deleteData(0, 1), t.replaceData(0, 1, 'Y'), t.appendData('Z'), t.data))(new Text('abc')) | YbcZ
            new Text('abc').substringData(1, 9) + new Comment('x').length | bc1
            (b.firstChild.after('!'), b.firstChild.wholeText) | two!
            (p => document.adoptNode(p) === p && p.parentNode)(b) | null
            document.importNode(a, true).isEqualNode(a) | true
            document.importNode(document) | NotSupportedError: a document cannot be imported
            document.implementation.createHTMLDocument('t').title | t
            (e => (a.append(e.body), e.body === null && a.lastChild.ownerDocument === document))(document.implementation.createHTMLDocument()) | true
            """)
    void changesTheTree(String expression, String expected) {
        assertEquals(expected, realm.eval(expression));
        assertEquals(List.of(), realm.messages());
    }

    @Test
    void aCollectionIsLiveInWhateverDocumentItsNodesAre() {
        assertEquals("", realm.run("""
                const other = document.implementation.createHTMLDocument();
                let stale = '';
                // Each round changes the one document once and the other twice: were they counted apart, the numbers of
                // changes would be equal in some round.
                for (let round = 0; round < 200; round++) {
                    const e = document.createElement('div');
                    const list = e.getElementsByTagName('i');
                    e.append(document.createElement('i'));
                    const before = list.length;
                    other.adoptNode(e);
                    other.body.append('x');
                    e.append(other.createElement('i'));
                    if (before !== 1 || list.length !== 2) stale += round;
                }
                stale"""));
        assertEquals(List.of(), realm.messages());
    }

    @Test
    void aNodeIteratorStaysWhereItIsWhenItsRootLeavesWithAnAncestor() {
        assertEquals("b b c", realm.run("""
                const it = document.createNodeIterator(a, NodeFilter.SHOW_ELEMENT);
                it.nextNode();
                it.nextNode();
                const before = it.referenceNode.id;
                const holder = document.body;
                holder.remove();
                before + ' ' + it.referenceNode.id + ' ' + it.nextNode().id"""));
    }

    @Test
    void aDeepTreeIsARangeErrorAtMost() {
        String result = realm.eval("""
                (() => { let e = a; for (let i = 0; i < 3000; i++) { const n = document.createElement('i'); e.appendChild(n); e = n; }
                         try { return a.outerHTML.length > 20000; } catch (e) { return e instanceof RangeError; } })()""");
        assertEquals("true", result);
    }

    @Test
    void peersAndWrappersAreMadeOnceEvenAfterTheTreeWasLeft() {
        assertEquals("true 7", realm.run("""
                const p = document.querySelector('#b');
                p.mark = 7;
                const holder = document.createElement('div');
                holder.append(p);
                String(holder.firstChild === p) + ' ' + holder.querySelector('p').mark"""));
    }
}
