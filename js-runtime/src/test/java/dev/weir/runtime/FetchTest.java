package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts fetch where they may: bodies of all kinds, both ways. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FetchTest {
    private static final String REFUSED = "TypeError: fetch: the network failed, or refused";
    private static final String FORM = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n";

    private final FetchServer server = new FetchServer(FetchTest::serve);
    private final FetchPage page = new FetchPage(server.url() + "/page.html");

    FetchTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        page.close();
        server.close();
    }

    private static void serve(FetchServer.Request request, OutputStream out) throws Exception {
        String plain = "Content-Type: text/plain\r\nX-Of-Server: yes\r\nSet-Cookie: hidden=1\r\n";
        out.write(
                switch (request.path()) {
                    case "/text" -> FetchServer.answer("200 Fine", plain, "\ufeffgr\u00fc\u00df");
                    case "/json" -> FetchServer.answer("200 OK", "", "{\"a\": [1, 2]}");
                    case "/form" ->
                        FetchServer.answer("200 OK", "Content-Type: multipart/form-data; boundary=x\r\n", FORM);
                    case "/missing" -> FetchServer.answer("404 Nothing Here", "", "none");
                    case "/empty" -> "HTTP/1.1 204 \r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                    case "/chunks" ->
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII);
                    case "/cut" ->
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n9\r\nc"
                                .getBytes(StandardCharsets.US_ASCII);
                    case "/head" -> FetchServer.answer("200 OK", "", request.head());
                    default ->
                        FetchServer.answer(
                                "200 OK",
                                "",
                                request.method() + " <" + request.field("Content-Type") + "> " + request.body());
                });
        if (request.path().equals("/cut")) {
            throw new IOException("cut");
        }
    }

    @Test
    void nothingIsFetchedUnlessGranted() {
        Recorder recorder = new Recorder();
        try (FetchPage denied = new FetchPage(recorder, recorder.runtime().url(server.url()))) {
            assertEquals(REFUSED, denied.run("await fetch('/text?secret')"));
            denied.becomesIdle();
        }
        assertEquals(List.of(), server.requests);
        assertEquals(
                List.of("fetch: " + server.url() + "/text?secret: connections to " + server.url()
                        + " are not allowed by the network rules"),
                recorder.lines);
    }

    @Test
    void scriptsCannotTellARefusalFromAFailure() throws IOException {
        int port;
        try (FetchServer gone = new FetchServer((request, out) -> {})) {
            port = gone.port();
        }
        String outcomes = page.run("""
                const outcomes = new Set();
                for (const url of ['http://127.0.0.1:%d/', 'http://not-allowed.example/', 'http://127.0.0.1:25/']) {
                  try {
                    await fetch(url);
                  } catch (e) {
                    outcomes.add(`${e.name} ${e.message} ${Object.getOwnPropertyNames(e).sort()}`);
                  }
                }
                return outcomes.size;
                """.formatted(port));
        assertEquals("1", outcomes);
        assertEquals(3, page.recorder.lines.size());
        assertEquals(List.of(), page.recorder.errors);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            (await fetch('/text')).text() | gr\u00fc\u00df
            (await fetch('/json')).json().then((v) => v.a.length) | 2
            (await fetch('/text')).arrayBuffer().then((b) => b.byteLength) | 9
            (await fetch('/text')).bytes().then((b) => b.constructor.name + b[0]) | Uint8Array239
            (await fetch('/text')).blob().then((b) => b.size + b.type) | 9text/plain
            (await fetch('/form')).formData().then((f) => f.get('a')) | b
            (await fetch('/chunks')).text() | abc
            (await fetch('/empty')).text() | ~~
            (await fetch('/text', { method: 'HEAD' })).text() | ~~
            (await fetch('data:,a%20b')).text() | a b
            (await fetch(URL.createObjectURL(new Blob(['blob'])))).text() | blob
            (await fetch('/json')).formData() | TypeError: formData: the body has no Content-Type
            """)
    void bodiesAreReadInEveryWay(String expression, String expected) {
        assertEquals(expected, page.run("return " + expression));
        page.becomesIdle();
    }

    @Test
    void malformedJsonIsASyntaxError() {
        assertTrue(page.run("await (await fetch('/text')).json()").startsWith("SyntaxError: "));
    }

    @Test
    void whatIsCutShortFailsWithoutSayingWhy() {
        assertEquals(REFUSED, page.run("await (await fetch('/cut')).text()"));
        page.becomesIdle();
        assertEquals(
                List.of("fetch: server closed the connection before its response was complete"), page.recorder.lines);
    }

    @Test
    void aStreamHasAllBytes() {
        assertEquals("abc undefined true true", page.run("""
                const response = await fetch('/chunks');
                const reader = response.body.getReader();
                let text = '', value, done;
                while (!({ value, done } = await reader.read()).done) text += new TextDecoder().decode(value);
                return `${text} ${value} ${done} ${response.bodyUsed}`;
                """));
        page.becomesIdle();
    }

    @Test
    void aCloneHasAllBytesToo() {
        assertEquals("abc abc abc", page.run("""
                const response = await fetch('/chunks');
                const first = response.clone(), second = response.clone();
                return (await Promise.all([second.text(), response.text(), first.text()])).join(' ');
                """));
        page.becomesIdle();
    }

    @Test
    void theHeadIsSeenButForCookies() {
        assertEquals("200 Fine true basic %s false yes null ".formatted(server.url() + "/text"), page.run("""
                const { status, statusText, ok, type, url, redirected, headers } = await fetch('/text#fragment');
                return [status, statusText, ok, type, url, redirected, headers.get('x-of-server'),
                        headers.get('set-cookie'), headers.getSetCookie()].join(' ').replace('  ', ' null ');
                """));
        assertEquals("404 Nothing Here false none", page.run("""
                const response = await fetch('/missing');
                return [response.status, response.statusText, response.ok, await response.text()].join(' ');
                """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'gr\u00fc\u00df' | POST <text/plain;charset=UTF-8> gr\u00fc\u00df
            '' | POST <text/plain;charset=UTF-8>
            new Uint8Array([97, 98]).subarray(1) | POST <> b
            new Uint8Array([97, 98]).buffer | POST <> ab
            new DataView(new Uint8Array([97]).buffer) | POST <> a
            new Blob(['a'], { type: 'x/y' }) | POST <x/y> a
            new URLSearchParams({ 'a b': '\u00e9' }) | POST <application/x-www-form-urlencoded;charset=UTF-8> a+b=%C3%A9
            new Blob(['a', 'b']).stream() | POST <> ab
            undefined | POST <>
            null | POST <>
            123 | POST <text/plain;charset=UTF-8> 123
            """)
    void bodiesOfEveryKindAreSent(String body, String expected) {
        String sent =
                page.run("return (await fetch('/', { method: 'POST', duplex: 'half', body: " + body + " })).text()");
        assertEquals(expected, sent.strip());
        page.becomesIdle();
    }

    @Test
    void formsAreSentInParts() {
        String sent = page.run("""
                const body = new FormData();
                body.append('a', 'b');
                body.append('file', new File(['content'], 'name.txt', { type: 'text/plain' }));
                return (await fetch('/', { method: 'POST', body })).text();
                """);
        assertTrue(sent.startsWith("POST <multipart/form-data; boundary="), sent);
        assertTrue(sent.contains("name=\"file\"; filename=\"name.txt\""), sent);
        assertTrue(sent.contains("content"), sent);
    }

    @Test
    void aBodyWithoutContentSaysSo() {
        page.run("await fetch('/', { method: 'POST' }); await fetch('/', { method: 'PUT', body: '' })");
        assertEquals("0", server.requests.get(0).field("Content-Length"));
        assertEquals("0", server.requests.get(1).field("Content-Length"));
    }

    @Test
    void whatIsTheClientsScriptsCannotWrite() {
        String head = page.run("""
                const headers = new Headers({
                  host: 'evil.example', connection: 'upgrade', 'content-length': '1', cookie: 'a=b', origin: 'http://evil',
                  referer: 'http://evil', 'transfer-encoding': 'chunked', 'sec-fetch-site': 'none', 'proxy-x': 'y', te: 'x',
                  'accept-encoding': 'br', 'x-http-method-override': 'TRACE', expect: '100-continue', 'x-mine': 'mine',
                  'user-agent': 'mine',
                });
                return (await fetch('/head', { headers })).text();
                """);
        assertEquals("mine", RawServer.field(head, "x-mine"));
        assertEquals("mine", RawServer.field(head, "user-agent"));
        assertEquals("gzip, deflate", RawServer.field(head, "Accept-Encoding"));
        assertEquals("127.0.0.1:" + server.port(), RawServer.field(head, "Host"));
        assertEquals(server.url() + "/page.html", RawServer.field(head, "Referer"));
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        for (String evil : List.of(
                "evil",
                "upgrade",
                "content-length",
                "cookie",
                "transfer",
                "sec-",
                "proxy",
                "\nte:",
                "trace",
                "100-",
                "origin:")) {
            assertEquals(false, lower.contains(evil), head);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            '/', { headers: { a: 'b\\r\\nEvil: x' } }
            '/', { headers: { 'a\\r\\nEvil': 'x' } }
            '/', { headers: { 'a: b': 'x' } }
            '/', { headers: { a: '\\u0100' } }
            '/', { headers: [['a']] }
            '/', { method: 'GET / HTTP/1.1\\r\\nEvil:' }
            '/', { method: 'CONNECT' }
            '/', { method: 'TRACE' }
            '/', { body: 'a' }
            '/', { mode: 'navigate' }
            '/', { mode: 'no-cors', method: 'PUT' }
            '/', { method: 'POST', body: new ReadableStream() }
            '/', { window: 1 }
            'http://user:password@127.0.0.1/', {}
            'http://[', {}
            '/', { referrer: 'http://[' }
            '/', { cache: 'only-if-cached' }
            """)
    void whatNoRequestCanBeIsATypeErrorAndNothingIsSent(String arguments) {
        String outcome = page.run("await fetch(" + arguments + ")");
        assertTrue(outcome.startsWith("TypeError: "), outcome);
        assertEquals(List.of(), server.requests);
        assertEquals(List.of(), page.recorder.lines);
        page.becomesIdle();
    }

    @Test
    void noCharacterOfAUrlEndsItsLine() {
        page.run("await fetch('/a b\\r\\nc?d e\\nf%0d%0a\\u00e9 HTTP/1.1')");
        assertEquals(List.of("GET /a%20bc?d%20ef%0d%0a%C3%A9%20HTTP/1.1"), server.asked());
    }

    @Test
    void aThousandAtOnceAreAnsweredOnSixConnections() {
        assertEquals("1000", page.run("""
                const all = await Promise.all(Array.from({ length: 1000 }, (_, i) =>
                    fetch('/', { method: 'POST', body: `${i}` }).then((response) => response.text())));
                return all.filter((text, i) => text === `POST <text/plain;charset=UTF-8> ${i}`).length;
                """));
        assertEquals(1000, server.requests.size());
        assertTrue(server.open.size() <= 6, () -> server.open.size() + " connections");
        page.becomesIdle();
    }
}
