package dev.weir.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageLoaderTest {
    private final DomRealm realm = new DomRealm();

    @BeforeEach
    void log() {
        realm.run("var log = []");
    }

    @AfterEach
    void close() {
        realm.close();
    }

    private String logged() {
        return realm.run("log.join(' ')");
    }

    @Test
    void aScriptSeesOnlyWhatStandsBeforeIt() {
        realm.load("""
                <!DOCTYPE html><html><head><title>t</title><script>
                    log.push(document.body, document.head.childElementCount, document.title, document.getElementById('p'), typeof q);
                </script></head><body><p id=p><i id=i><script>
                    log.push(p.childNodes.length, i.lastChild === document.currentScript, document.getElementById('q'), document.scripts.length);
                </script></i></p><p id=q></p></body></html>""");
        assertEquals(" 2 t  undefined 1 true  2", logged());
        assertEquals("1 1", realm.run("i.childNodes.length + ' ' + document.querySelectorAll('#q').length"));
        assertEquals(List.of(), realm.messages());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<script>BUG</script>",
                "<script src=bug.js></script>",
                "<script src=has.js></script>",
                "<script src=bug.js defer></script>",
                "<script src=has.js defer></script>",
                "<script src=has.js async></script>",
                "<script>p.append(Object.assign(document.createElement('script'), { src: 'has.js', async: false }))</script>",
            })
    void aPageGoesOnAfterABugOfTheHost(String script) {
        realm.files.put("has.js", "BUG");
        realm.load("<p id=p></p><script>onload = () => log.push('load')</script>" + script
                + "<script>log.push('next')</script>");
        assertEquals(List.of(realm.bug), realm.bugs);
        assertEquals("next load", logged());
        assertEquals(List.of(), realm.messages());
    }

    @Test
    void lineBreaksOfTheSourceAreNormalized() {
        realm.load("<body><p id=p title='a\r\nb\rc'>d\r\ne\rf&#13;</p>\r\n\r<script>\r\nnull.x;\r\n</script>");
        assertEquals("[\"a\\nb\\nc\",\"d\\ne\\nf\\r\"]", realm.run("JSON.stringify([p.title, p.textContent])"));
        assertEquals(8, realm.reports.get(0).line());
    }

    @Test
    void eventsOfLoadingComeInTheirOrder() {
        realm.load("""
                <script>
                    document.onreadystatechange = () => log.push('ready:' + document.readyState);
                    document.addEventListener('DOMContentLoaded', (e) => log.push('content', e.bubbles, e.isTrusted));
                    window.addEventListener('DOMContentLoaded', (e) => log.push('bubbled', e.target === document));
                    addEventListener('load', (e) => log.push('load', e.target === document, e.currentTarget === window, e.eventPhase));
                    document.addEventListener('load', () => log.push('never'));
                    log.push(document.readyState);
                    Promise.resolve().then(() => log.push('microtask'));
                </script><script>log.push('next')</script><body onload="log.push('onload', this === window)">""");
        assertEquals(
                "loading microtask next ready:interactive content true true bubbled true ready:complete load true true 2"
                        + " onload true",
                logged());
    }

    @Test
    void scriptsWithUrlsBlockDeferOrRunWhenTheyCome() {
        realm.fetchesWait = true;
        for (String name : List.of("block.js", "defer1.js", "defer2.js", "async.js")) {
            realm.files.put(
                    name, "log.push('" + name + "', document.currentScript?.id, !!document.getElementById('end'))");
        }
        realm.load("""
                <script id=d1 defer src=defer1.js></script><script id=d2 defer src=/defer2.js></script>
                <script id=a async src=async.js></script><script>log.push('inline')</script>
                <script id=b src=block.js onload="log.push('onload')"></script><script>log.push('after')</script><p id=end></p>
                <script>addEventListener('DOMContentLoaded', () => log.push('content')); onload = () => log.push('load');</script>""");
        assertEquals("inline", logged());
        realm.arrive("defer2.js");
        assertEquals("inline", logged());
        realm.arrive("block.js");
        assertEquals("inline block.js b false onload after", logged());
        realm.arrive("defer1.js");
        realm.run("log.splice(0, 6)");
        assertEquals("defer1.js d1 true defer2.js d2 true content", logged());
        assertEquals("interactive", realm.run("document.readyState"));
        realm.arrive("async.js");
        assertEquals("defer1.js d1 true defer2.js d2 true content async.js a true load", logged());
    }

    @Test
    void modulesAreDeferredAndHaveNoCurrentScript() {
        realm.files.put("m.js", "log.push('m.js', document.currentScript)");
        realm.load("""
                <script type=module>log.push('inline module', document.currentScript, !!document.getElementById('end'))</script>
                <script type=module src=m.js></script><script>log.push('classic')</script>
                <script nomodule>log.push('never')</script><p id=end></p>""");
        assertEquals("classic inline module  true m.js ", logged());
        assertEquals(2, realm.moduleTexts.size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <script type=text/javascript>log.push(1)</script> | 1
            <script type=" TEXT/JavaScript ">log.push(1)</script> | 1
            <script type="">log.push(1)</script> | 1
            <script language=javascript>log.push(1)</script> | 1
            <script language=vbscript>log.push(1)</script> | ``
            <script type=application/json>log.push(1)</script> | ``
            <script type=text/javascript;charset=utf-8>log.push(1)</script> | ``
            <script type=importmap>log.push(1)</script> | ``
            <script src=""></script><script>log.push(2)</script> | 2
            <script src=none.js onerror="log.push('error')"></script><script>log.push(2)</script> | error 2
            <template><script>log.push(1)</script></template> | ``
            <noscript><script>log.push(1)</script></noscript> | ``
            <svg><script>log.push(1)</script></svg> | ``
            <script>throw new Error('x')</script><script>log.push(2)</script> | 2
            <script>if (</script><script>log.push(2)</script> | 2
            <script>log.push(1)<!-- x</script> | 1
            <script>document.querySelector('script').textContent = 'log.push(9)'; log.push(1)</script> | 1
            """)
    void someScriptsRunAndOthersDoNot(String html, String expected) {
        realm.load(html);
        assertEquals(expected, logged());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            s.textContent = 'log.push(1)'; document.body.append(s); log.push(2) | 1 2
            s.textContent = 'log.push(1)'; log.push(2); document.body.append(s); document.body.append(s) | 2 1
            document.body.append(s); s.append('log.push(1)'); log.push(2) | 1 2
            s.textContent = 'log.push(document.currentScript === s)'; document.body.append(s) | true
            document.body.append(s); s.src = 'x.js'; log.push(2) | 2 x
            s.src = 'x.js'; s.onload = () => log.push('load'); document.body.append(s); log.push(2) | 2 x load
            s.src = 'none.js'; s.onerror = () => log.push('error'); document.body.append(s); log.push(2) | 2 error
            s.src = 'http://['; s.onerror = () => log.push('error'); document.body.append(s); log.push(2) | 2 error
            document.body.innerHTML = '<script>log.push(1)<' + '/script>'; log.push(2) | 2
            document.body.insertAdjacentHTML('beforeend', '<script>log.push(1)<' + '/script>') | ``
            (t => { t.innerHTML = '<script>log.push(1)<' + '/script>'; document.body.append(t.content.cloneNode(true)); })(document.createElement('template')) | ``
            s.textContent = 'log.push(1)'; document.body.append(s); document.body.append(s.cloneNode(true)) | 1
            s.textContent = 'log.push(1)'; const c = s.cloneNode(true); document.body.append(c, s) | 1 1
            s.textContent = 'throw 1'; document.body.append(s); log.push(2) | 2
            s.textContent = 'log.push(1); s.remove(); document.body.innerHTML = 0'; document.body.append(s); log.push(document.body.innerHTML) | 1 0
            s.textContent = 'next.remove(); log.push(1)'; var next = document.createElement('script'); next.textContent = 'log.push(3)'; document.body.append(s, next) | 1
            s.textContent = 'Promise.resolve().then(() => log.push(3)); log.push(1)'; document.body.append(s); log.push(2) | 1 2 3
            s.type = 'module'; s.textContent = 'log.push(1)'; document.body.append(s); log.push(2) | 2 1
            s.async = false; s.src = 'x.js'; document.body.append(s); s.async + '' + log.push(s.async) | false x
            log.push(s.async) | true
            s.text = 'log.push(1)'; document.head.append(s); log.push(s.text.length) | 1 11
            """)
    void insertedScriptsRun(String script, String expected) {
        realm.files.put("x.js", "log.push('x')");
        realm.load("<body>");
        realm.run("var s = document.createElement('script');");
        realm.run(script);
        assertEquals(expected, logged());
    }

    @Test
    void insertedScriptsWithAsyncOffRunInTheirOrder() {
        realm.fetchesWait = true;
        realm.files.put("1.js", "log.push(1)");
        realm.files.put("2.js", "log.push(2)");
        realm.load("<body>");
        realm.run("""
                for (const src of ['1.js', '2.js']) {
                    const s = document.createElement('script'); s.src = src; s.async = false; document.body.append(s);
                }""");
        realm.arrive("2.js");
        assertEquals("", logged());
        realm.arrive("1.js");
        assertEquals("1 2", logged());
    }

    @Test
    void aScriptMayTearDownWhatTheParserIsIn() {
        realm.load("""
                <body><div id=d><script>d.remove(); document.body.append('x'); log.push(1)</script><p id=p><script>log.push(2)</script></p>
                </div><script>log.push(typeof p, typeof d)</script>""");
        assertEquals("1 undefined undefined", logged());
        assertEquals("x", realm.view.text().strip());
    }

    @Test
    void theDocumentMayBeEmptiedWhileItLoads() {
        realm.load("<html><body><script>document.documentElement.remove(); log.push(document.body)</script><p>x</p>");
        assertEquals("", logged());
        assertEquals("complete", realm.run("document.readyState"));
        assertEquals("", realm.view.text());
    }

    @Test
    void errorsNameTheLineOfThePage() {
        realm.load("<!DOCTYPE html>\n<body>\n  <p></p><script>\n  null.x\n</script>\n<script>   null.y</script>");
        assertEquals(
                List.of(
                        DomRealm.URL + ":4:3: Uncaught TypeError: Cannot read property 'x' of null",
                        DomRealm.URL + ":6:12: Uncaught TypeError: Cannot read property 'y' of null"),
                realm.reports.stream().map(Object::toString).toList());
    }

    @Test
    void aPageWithoutTheElementsOfItsScriptFailsOnce() {
        realm.load("""
                <body><script>
                const output = document.querySelector('#output');
                const p = document.createElement('p');
                output.appendChild(p);
                </script><div id=output></div>""");
        assertEquals(List.of("Uncaught TypeError: Cannot read property 'appendChild' of null"), realm.messages());
    }

    @Test
    void whatAScriptCallsBeforeItIsThereCanBeShownByThePage() {
        realm.load("""
                <!DOCTYPE html><title>My page</title><div id=output></div><button id=closeBtn disabled>Close</button>
                <script>
                const output = document.querySelector("#output");
                function writeToScreen(message) {
                const pElem = document.createElement("p");
                pElem.textContent = message;
                output.appendChild(pElem);
                }
                writeToScreen("CONNECTED"); closeBtn.disabled = false; writeToScreen(`RECEIVED: ${1}`);
                </script>""");
        assertEquals(List.of(), realm.messages());
        assertEquals("CONNECTED\n\nRECEIVED: 1\n\nClose", realm.view.text());
        assertEquals("My page", realm.view.title());
        assertEquals("false", realm.run("closeBtn.disabled"));
        assertTrue(realm.view.html().startsWith("<!DOCTYPE html><html><head><title>My page</title>"));
        assertTrue(realm.view.html().contains("<div id=\"output\"><p>CONNECTED</p><p>RECEIVED: 1</p></div>"));
        assertEquals("CONNECTED", realm.view.text("#output p").orElse("none"));
        assertEquals(2, realm.view.count("p"));
    }

    @Test
    void templatesAndNoscriptAreAsWhereScriptsRun() {
        realm.load("<template id=t><p>x<template id=u>y</template></p></template><noscript><p>n</p></noscript>");
        assertEquals("0 1 y 1 0", realm.run("""
                const inner = t.content.querySelector('#u');
                [t.childNodes.length, t.content.childNodes.length, inner.content.textContent,
                 document.querySelector('noscript').childNodes.length, document.querySelectorAll('p').length].join(' ')"""));
    }

    @Test
    void aBaseElementDecidesWhatUrlsMean() {
        realm.files.put("x.js", "log.push('x')");
        realm.load("<base href=/other/><a id=a href=b></a><script src=x.js></script>");
        assertEquals("https://example.com/other/b", realm.run("a.href"));
        assertEquals("https://example.com/other/", realm.run("document.baseURI"));
        assertEquals("x", logged());
    }

    @Test
    void followingALinkTellsTheProgramAndGoesNowhere() {
        realm.load("<a id=a href=next.html><b id=b>x</b></a><a id=stop href=y onclick='return false'>y</a>");
        realm.run("b.click(); stop.click()");
        assertEquals(List.of("https://example.com/dir/next.html"), realm.navigations);
    }

    @Test
    void aLinkToAFragmentIsFollowed() {
        realm.load("""
                <body onhashchange="log.push(event.newURL.slice(event.newURL.indexOf('#')))">
                <a id=a href=#sec>x</a><a id=same href=page.html#sec>x</a><a id=stop href=#no onclick='return false'>y</a>
                <a id=other target=other href=#no>x</a><a id=saved download href=#no>x</a><a id=top target=_TOP href=#top>x</a>
                <a id=bare href=page.html>x</a>""");
        String page = "https://example.com/dir/page.html";
        assertEquals(
                page + "#sec " + page + "#sec " + page + "#sec",
                realm.run("a.click(); [location.href, document.URL, document.baseURI].join(' ')"));
        realm.run("same.click(); stop.click()");
        assertEquals("#sec", logged());
        assertEquals(List.of(), realm.navigations);
        realm.run("other.click(); saved.click(); bare.click()");
        assertEquals(List.of(page + "#no", page + "#no", page), realm.navigations);
        assertEquals("#top", realm.run("document.getElementById('top').click(); location.hash"));
    }

    @Test
    void aBaseElementDecidesWhichFragmentsAreOfThePage() {
        realm.load("<base href=/other/><a id=a href=#sec>x</a>");
        assertEquals("", realm.run("a.click(); location.hash"));
        assertEquals(List.of("https://example.com/other/#sec"), realm.navigations);
        assertEquals("NotSupportedError", realm.run("try { location.href = '#b' } catch (e) { e.name }"));
        assertEquals("#b", realm.run("location.hash = 'b'; location.hash"));
    }

    @Test
    void aLargePageLoadsInReasonableTime() {
        realm.load("<body>" + "<p class=c>text <b>bold</b></p>\n".repeat(20_000) + "<p id=last>x");
        assertEquals("20001 last", realm.run("document.querySelectorAll('p').length + ' ' + last.id"));
    }
}
