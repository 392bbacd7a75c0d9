package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.TransportOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a server, a script or the rules do: a fetch ends, its connection too, and nobody waits for what cannot come. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FetchEndsTest {
    private static final String REFUSED = "TypeError: fetch: the network failed, or refused";
    private static final String FOREIGN = "Access-Control-Allow-Origin: *\r\n";

    /** The head of an answer whose body goes on and on, and the body's beginning. */
    private static void begin(OutputStream out, String status, String fields) throws Exception {
        out.write(("HTTP/1.1 " + status + "\r\nContent-Length: 1000000\r\n" + fields + "\r\nbeginning")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void stall(FetchServer.Request request, OutputStream out, String status, String fields)
            throws Exception {
        begin(out, status, fields);
        request.awaitEnd();
    }

    private static void leavesNothing(FetchServer server, FetchPage page) throws InterruptedException {
        page.becomesIdle();
        for (int i = 0; i < 200 && !server.open.isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(10); // the server's threads notice in their own time
        }
        assertEquals(0, server.open.size(), "connections");
    }

    @Test
    void anAnswerThatCorsRefusesIsNotWaitedFor() throws Exception {
        try (FetchServer server = new FetchServer((request, out) -> stall(request, out, "200 OK", ""));
                FetchPage page = new FetchPage("http://page.example/")) {
            assertEquals(REFUSED, page.run("await fetch('" + server.url() + "')"));
            leavesNothing(server, page);
        }
    }

    @Test
    void aPreflightThatRefusesIsNotWaitedFor() throws Exception {
        try (FetchServer server = new FetchServer((request, out) -> stall(request, out, "403 No", FOREIGN));
                FetchPage page = new FetchPage("http://page.example/")) {
            assertEquals(REFUSED, page.run("await fetch('" + server.url() + "', { method: 'PUT' })"));
            leavesNothing(server, page);
        }
    }

    @Test
    void whatIsTooMuchToBeReadAsAWholeIsLeft() throws Exception {
        byte[] zipped = zeros(4000);
        assertTrue(zipped.length < 100);
        Recorder recorder = new Recorder();
        try (FetchServer server = new FetchServer((request, out) -> {
                    if (request.path().equals("/zip")) {
                        out.write(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.length
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                        out.write(zipped);
                        return;
                    }
                    int length = Integer.parseInt(request.path().substring(1));
                    out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length))
                            .getBytes(StandardCharsets.US_ASCII));
                });
                FetchPage page = new FetchPage(
                        recorder,
                        recorder.runtime()
                                .url(server.url())
                                .network(NetworkAccess.builder()
                                        .allow("127.0.0.1")
                                        .build())
                                .connections(TransportOptions.defaults().withMaxBodySize(1000)))) {
            assertEquals("1000", page.run("return (await (await fetch('/1000')).text()).length"));
            for (String path : List.of("/1001", "/100000", "/zip")) {
                for (String read : List.of("text()", "arrayBuffer()", "blob()", "clone().text()")) {
                    assertEquals(REFUSED, page.run("await (await fetch('%s')).%s".formatted(path, read)));
                }
            }
            assertEquals(REFUSED, page.run("await new Response((await fetch('/1001')).body).text()"));
            assertEquals(REFUSED, page.run("""
                    await fetch('/1001', { integrity: 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' })"""));
            String request = """
                    const request = new XMLHttpRequest(), events = [];
                    request.open('GET', '/1001', %s);
                    request.onerror = () => events.push('error');
                    request.onloadend = () => events.push(request.status, request.responseText.length);
                    try { request.send(); } catch (error) { events.push(error.name); }
                    while (!events.length) await new Promise((resolve) => setTimeout(resolve, 1));
                    return events.join();
                    """;
            assertEquals("error,0,0", page.run(request.formatted("true")));
            assertEquals("NetworkError", page.run(request.formatted("false")));
            assertEquals("100000", page.run("""
                    let length = 0;
                    for await (const chunk of (await fetch('/100000')).body) length += chunk.length;
                    return length;
                    """));
            assertTrue(recorder.lines.stream()
                    .anyMatch(line ->
                            line.contains("the body has more than the 1000 bytes that may be read as a whole")));
            page.becomesIdle();
        }
    }

    private static byte[] zeros(int length) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(new byte[length]);
        }
        return zipped.toByteArray();
    }

    @Test
    void aRedirectThatIsForbiddenIsNotWaitedFor() throws Exception {
        try (FetchServer server =
                        new FetchServer((request, out) -> stall(request, out, "302 Found", "Location: /b\r\n"));
                FetchPage page = new FetchPage(server.url())) {
            assertEquals(REFUSED, page.run("await fetch('/', { redirect: 'error' })"));
            leavesNothing(server, page);
        }
    }

    @Test
    void aRedirectToNowhereIsNotWaitedFor() throws Exception {
        try (FetchServer server =
                        new FetchServer((request, out) -> stall(request, out, "302 Found", "Location: data:,a\r\n"));
                FetchPage page = new FetchPage(server.url())) {
            assertEquals(REFUSED, page.run("await fetch('/')"));
            leavesNothing(server, page);
        }
    }

    @Test
    void anAbortWhileTheIntegrityIsCheckedEndsAll() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FetchServer server = new FetchServer((request, out) -> {
                    begin(out, "200 OK", "");
                    asked.countDown();
                    request.awaitEnd();
                });
                FetchPage page = new FetchPage(server.url())) {
            page.start("""
                    globalThis.controller = new AbortController();
                    await fetch('/', { integrity: 'sha256-AAAA', signal: controller.signal });
                    """);
            asked.await();
            TimeUnit.MILLISECONDS.sleep(100); // for the head to be told
            page.runtime.run("controller.abort()", "abort.js");
            assertEquals("AbortError: signal is aborted without reason", page.result());
            leavesNothing(server, page);
        }
    }

    @Test
    void anOpaqueAnswerThatNeverEndsCanBeAborted() throws Exception {
        try (FetchServer server = new FetchServer((request, out) -> stall(request, out, "200 OK", ""));
                FetchPage page = new FetchPage("http://page.example/")) {
            assertEquals("opaque", page.run("""
                    const controller = new AbortController();
                    const { type } = await fetch('%s', { mode: 'no-cors', signal: controller.signal });
                    controller.abort();
                    return type;
                    """.formatted(server.url())));
            leavesNothing(server, page);
        }
    }

    @Test
    void anOpaqueAnswerThatNeverEndsIsNotWaitedFor() throws Exception {
        try (FetchServer server = new FetchServer((request, out) -> stall(request, out, "200 OK", ""));
                FetchPage page = new FetchPage("http://page.example/")) {
            assertEquals("opaque", page.run("return (await fetch('" + server.url() + "', { mode: 'no-cors' })).type"));
            page.becomesIdle();
        }
    }

    @Test
    void anAbortFromWithinThePullOfTheBodyIsHeeded() throws Exception {
        try (FetchServer server = new FetchServer((request, out) -> stall(request, out, "200 OK", ""));
                FetchPage page = new FetchPage(server.url())) {
            assertEquals("AbortError: signal is aborted without reason, canceled with AbortError", page.run("""
                    const controller = new AbortController();
                    let seen = '';
                    const body = new ReadableStream({
                      pull() { controller.abort(); },
                      cancel(reason) { seen += `, canceled with ${reason?.name}`; },
                    }, { highWaterMark: 0 });
                    try {
                      await fetch('/', { method: 'POST', body, duplex: 'half', signal: controller.signal });
                    } catch (e) {
                      return `${e.name}: ${e.message}${seen}`;
                    }
                    """));
            leavesNothing(server, page);
        }
    }

    @Test
    void anEndlessBodyIsNotReadOnceTheServerHasAnswered() throws Exception {
        try (FetchServer server = new FetchServer((request, out) -> {
                    request.chunk();
                    out.write(FetchServer.answer("200 OK", "", "enough"));
                    out.flush();
                    request.awaitEnd();
                });
                FetchPage page = new FetchPage(server.url())) {
            assertEquals("enough, canceled", page.run("""
                    let canceled;
                    const wasCanceled = new Promise((resolve) => { canceled = resolve; });
                    const body = new ReadableStream({
                      pull(c) { c.enqueue(new Uint8Array(1000)); },
                      cancel() { canceled('canceled'); },
                    });
                    const response = await fetch('/', { method: 'POST', body, duplex: 'half' });
                    return `${await response.text()}, ${await wasCanceled}`;
                    """));
            leavesNothing(server, page);
        }
    }

    @Test
    void aLongBodyIsSentOnceMoreWhereARedirectAsksForIt() throws Exception {
        try (FetchServer server = new FetchServer((request, out) -> {
                    if (request.path().equals("/a")) {
                        out.write(FetchServer.answer("307 Go", "Location: /b\r\n", new byte[200_000]));
                        out.flush();
                        request.body();
                    } else {
                        out.write(FetchServer.answer(
                                "200 OK", "", "" + request.body().length()));
                    }
                });
                FetchPage page = new FetchPage(server.url())) {
            assertEquals("3000000", page.run("""
                    const body = 'x'.repeat(3_000_000);
                    return await (await fetch('/a', { method: 'POST', body })).text();
                    """));
            page.becomesIdle();
        }
    }

    @Test
    void anEndlessBodyIsGivenUpWhereARedirectDropsIt() throws Exception {
        try (FetchServer server = new FetchServer((request, out) -> {
                    if (request.path().equals("/a")) {
                        request.chunk();
                        out.write(FetchServer.answer("303 See", "Location: /b\r\n", ""));
                        out.flush();
                        request.awaitEnd();
                    } else {
                        out.write(FetchServer.answer("200 OK", "", request.method()));
                    }
                });
                FetchPage page = new FetchPage(server.url())) {
            assertEquals("GET, canceled", page.run("""
                    let canceled;
                    const wasCanceled = new Promise((resolve) => { canceled = resolve; });
                    const body = new ReadableStream({
                      pull(c) { c.enqueue(new Uint8Array(1000)); },
                      cancel() { canceled('canceled'); },
                    });
                    const response = await fetch('/a', { method: 'POST', body, duplex: 'half' });
                    return `${await response.text()}, ${await wasCanceled}`;
                    """));
            page.becomesIdle();
        }
    }

    @Test
    void bodiesThatNoScriptCanSeeDoNotUseUpTheConnections() throws Exception {
        try (FetchServer server = new FetchServer(
                        (request, out) -> out.write(FetchServer.answer("205 Reset", "", new byte[3_000_000])));
                FetchPage page = new FetchPage(server.url())) {
            assertEquals("205", page.run("""
                    let status;
                    for (let i = 0; i < 8; i++) ({ status } = await fetch('/'));
                    return status;
                    """));
            page.becomesIdle();
        }
    }

    @Test
    void readsIntoBuffersAreAnsweredHoweverTheBytesCome() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        try (FetchServer server = new FetchServer((request, out) -> {
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nabcd".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    assertTrue(more.await(10, TimeUnit.SECONDS));
                    TimeUnit.MILLISECONDS.sleep(100);
                    out.write("efgh".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    TimeUnit.MILLISECONDS.sleep(100);
                    out.write("ijkl".getBytes(StandardCharsets.US_ASCII));
                });
                FetchPage page = new FetchPage(server.url())) {
            page.start("""
                    const reader = (await fetch('/')).body.getReader({ mode: 'byob' });
                    const reads = [reader.read(new Uint8Array(8), { min: 8 }), reader.read(new Uint8Array(8))];
                    return (await Promise.all(reads)).map(({ value }) => String.fromCharCode(...value)).join();
                    """);
            TimeUnit.MILLISECONDS.sleep(100);
            more.countDown();
            assertEquals("abcdefgh,ijkl", page.result());
        }
    }

    @Test
    void codingsWithoutNumberAreRefused() throws Exception {
        String codings = "Content-Encoding: " + "gzip,".repeat(1500) + "gzip\r\n";
        try (FetchServer server = new FetchServer(
                        (request, out) -> out.write(FetchServer.answer("200 OK", codings, new byte[10])));
                FetchPage page = new FetchPage(server.url())) {
            assertEquals(REFUSED, page.run("await (await fetch('/')).text()"));
            page.becomesIdle();
            assertTrue(page.recorder.errors.isEmpty());
            assertTrue(page.recorder.lines.getLast().contains("codings"), page.recorder.lines::toString);
        }
    }
}
