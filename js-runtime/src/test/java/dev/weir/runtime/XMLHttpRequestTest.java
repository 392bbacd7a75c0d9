package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What embedders see of XMLHttpRequest beyond what the suite asks. */
class XMLHttpRequestTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final SharedEngine ENGINE = SharedEngine.create();

    private final Recorder recorder = new Recorder();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private HttpServer server;
    private String origin;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/text", exchange -> answer(exchange, "text/plain", "h\u00e9llo"));
        server.createContext("/json", exchange -> answer(exchange, "application/json", "{\"a\":[1]}"));
        server.createContext(
                "/page", exchange -> answer(exchange, "text/html", "<p id=x>hi<script>console.log('ran')</script>"));
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            String shown = body.length > 100 ? String.valueOf(body.length) : new String(body, StandardCharsets.UTF_8);
            answer(exchange, "text/plain", exchange.getRequestMethod() + " " + type + " " + shown);
        });
        server.createContext("/never", exchange -> {
            asked.countDown();
            waitUntilReleased();
            exchange.close();
        });
        server.createContext("/half", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(new byte[] {'h', 'a', 'l', 'f'});
            exchange.getResponseBody().flush();
            waitUntilReleased();
            exchange.close();
        });
        server.createContext("/big", exchange -> {
            exchange.sendResponseHeaders(200, 100 << 20);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int i = 0; i < 100; i++) {
                    body.write(new byte[1 << 20]);
                }
            }
        });
        server.start();
        origin = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void waitUntilReleased() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterEach
    void stopServer() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    private WebRuntime.Builder page() {
        return recorder.runtime().engine(ENGINE).url(origin + "/").network(NetworkAccess.allowAll());
    }

    private List<String> linesOf(WebRuntime.Builder builder, String script) {
        try (WebRuntime runtime = builder.build()) {
            runtime.run(script, "test.js");
            assertTrue(runtime.runUntilIdle(SOON));
        }
        assertEquals(List.of(), recorder.messages());
        return List.copyOf(recorder.lines);
    }

    @Test
    void asynchronousRequestsTellTheirStates() {
        List<String> lines = linesOf(page(), """
                const r = new XMLHttpRequest();
                const states = [];
                r.onreadystatechange = () => states.push(r.readyState);
                r.onloadend = (e) => console.log(states, r.status, r.responseText, e.loaded, e.total, r.responseURL);
                r.open('GET', 'text');
                r.send();
                """);
        assertEquals(List.of("[ 1, 2, 3, 4 ] 200 h\u00e9llo 6 6 " + origin + "/text"), lines);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bodiesAreSentAsWhatTheyAre(boolean async) {
        List<String> lines = linesOf(page(), """
                function post(body) {
                  const r = new XMLHttpRequest();
                  r.onload = () => console.log(r.responseText);
                  r.open('POST', 'echo', %s);
                  r.send(body);
                  return new Promise((go) => { r.onloadend = go; if (r.readyState === 4) go(); });
                }
                (async () => {
                  await post('\u20ac');
                  await post(new Uint8Array([97, 98]));
                  await post(new Blob(['x'], { type: 'a/b' }));
                  await post(document.implementation.createHTMLDocument('t'));
                  await post(null);
                })();
                """.formatted(async));
        assertEquals(
                List.of(
                        "POST text/plain;charset=UTF-8 \u20ac",
                        "POST null ab",
                        "POST a/b x",
                        "POST text/html;charset=UTF-8 markup",
                        "POST null "),
                lines.stream()
                        .map(line -> line.replaceAll("<!DOCTYPE.*", "markup"))
                        .toList());
    }

    @Test
    void uploadsTellTheirProgress() {
        List<String> lines = linesOf(page(), """
                const r = new XMLHttpRequest();
                const size = 8 << 20;
                let last = 0;
                let grows = true;
                r.upload.onprogress = (e) => { grows &&= e.loaded > last && e.total === size; last = e.loaded; };
                r.upload.onload = (e) => console.log('load', grows, last === size, e.loaded === size);
                r.upload.onloadend = () => console.log('loadend', r.readyState);
                r.onload = () => console.log(r.responseText);
                r.open('POST', 'echo');
                r.send(new Uint8Array(size));
                """);
        assertEquals(List.of("load true true true", "loadend 1", "POST null " + (8 << 20)), lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"never", "half"})
    void anAnswerThatIsLateIsATimeout(String path) {
        List<String> lines = linesOf(page(), """
                const r = new XMLHttpRequest();
                for (const type of ['load', 'error', 'timeout', 'loadend']) {
                  r.addEventListener(type, () => console.log(type, r.readyState, r.status));
                }
                r.open('GET', '%s');
                r.timeout = 300;
                r.send();
                """.formatted(path));
        assertEquals(List.of("timeout 4 0", "loadend 4 0"), lines);
    }

    @Test
    void aWorkersSynchronousRequestMayHaveATimeout() {
        List<String> lines = linesOf(page().dedicatedWorker(), """
                const r = new XMLHttpRequest();
                r.open('GET', 'never', false);
                r.timeout = 200;
                try { r.send(); } catch (e) { console.log(e.name, r.readyState); }
                """);
        assertEquals(List.of(origin + "/never: there was no answer in time", "TimeoutError 4"), lines);
    }

    @Test
    void abortEndsARequestInEveryState() {
        List<String> lines = linesOf(page(), """
                async function abortIn(state) {
                  const r = new XMLHttpRequest();
                  const told = [];
                  for (const type of ['abort', 'error', 'load', 'loadend']) r.addEventListener(type, () => told.push(type));
                  await new Promise((reached) => {
                    const look = () => { if (r.readyState === state) { r.onreadystatechange = null; r.abort(); reached(); } };
                    r.onreadystatechange = look;
                    if (state > 0) { r.open('GET', state === 1 ? 'never' : state === 4 ? 'text' : 'half'); }
                    if (state > 1) { r.send(); }
                    look();
                  }).catch(() => {});
                  console.log(state, r.readyState, r.status, ...told);
                }
                (async () => {
                  for (let state = 0; state < 5; state++) await abortIn(state);
                  const r = new XMLHttpRequest();
                  r.onloadend = () => console.log('sent', r.readyState);
                  r.open('GET', 'never');
                  r.send();
                  r.abort();
                  console.log(r.readyState);
                })();
                """);
        assertEquals(
                List.of("0 0 0", "1 1 0", "2 0 0 abort loadend", "3 0 0 abort loadend", "4 0 0", "sent 4", "0"), lines);
    }

    @Test
    void withoutANetworkThereIsAnErrorAndOneLine() {
        String refused = origin + "/text: ";
        List<String> lines = linesOf(recorder.runtime().engine(ENGINE).url(origin + "/"), """
                const r = new XMLHttpRequest();
                r.onerror = () => console.log('error', r.status);
                r.open('GET', 'text');
                r.send();
                """);
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith(refused) && lines.getFirst().contains("not allowed"), lines.toString());
        assertEquals("error 0", lines.getLast());
        recorder.lines.clear();
        lines = linesOf(recorder.runtime().engine(ENGINE).url(origin + "/"), """
                const r = new XMLHttpRequest();
                r.open('GET', 'text', false);
                try { r.send(); } catch (e) { console.log(e.name); }
                """);
        assertEquals(2, lines.size(), lines.toString());
        assertEquals("NetworkError", lines.getLast());
    }

    @Test
    void answersComeAsWhatIsAskedFor() {
        List<String> lines = linesOf(page(), """
                function get(path, type) {
                  return new Promise((done) => {
                    const r = new XMLHttpRequest();
                    r.open('GET', path);
                    r.responseType = type;
                    r.onload = () => done(r.response);
                    r.send();
                  });
                }
                (async () => {
                  console.log(await get('text', ''), await get('text', 'text'));
                  console.log((await get('text', 'arraybuffer')).byteLength);
                  const blob = await get('text', 'blob');
                  console.log(blob.size, blob.type, await blob.text());
                  console.log(JSON.stringify(await get('json', 'json')), await get('text', 'json'));
                  const page = await get('page', 'document');
                  console.log(page.querySelector('#x').firstChild.data, page.defaultView, page.URL);
                  document.documentElement.append(document.adoptNode(page.querySelector('script')));
                  console.log(await get('text', 'document'));
                })();
                """);
        assertEquals(
                List.of(
                        "h\u00e9llo h\u00e9llo",
                        "6",
                        "6 text/plain h\u00e9llo",
                        "{\"a\":[1]} null",
                        "hi null " + origin + "/page",
                        "null"),
                lines);
    }

    @Test
    void closingEndsTheWaitOfASynchronousRequest() throws InterruptedException {
        WebRuntime runtime = page().build();
        Thread waiting = new Thread(() -> {
            try {
                runtime.run("""
                        const r = new XMLHttpRequest();
                        r.open('GET', 'never', false);
                        r.send();
                        """, "test.js");
            } catch (RuntimeException closed) {
                // as it is for every script that is ended
            }
        });
        waiting.start();
        assertTrue(asked.await(SOON.toSeconds(), TimeUnit.SECONDS));
        runtime.close();
        waiting.join(SOON);
        assertEquals(false, waiting.isAlive());
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("weir-waiting"))
                        .toList());
    }

    @Test
    void aBigAnswerIsNotHeldManyTimes() {
        long before = used();
        long[] atEnd = {0};
        List<String> lines = linesOf(
                page().function("measure", arguments -> {
                    atEnd[0] = used() - before;
                    return null;
                }),
                """
                const r = new XMLHttpRequest();
                r.open('GET', 'big');
                r.responseType = 'arraybuffer';
                r.onload = () => {
                  const size = r.response.byteLength;
                  measure();
                  console.log(size, r.response.byteLength);
                };
                r.send();
                """);
        assertEquals(List.of((100 << 20) + " " + (100 << 20)), lines);
        assertTrue(atEnd[0] < 300L << 20, "held " + (atEnd[0] >> 20) + " MB");
    }

    private static long used() {
        System.gc();
        Runtime jvm = Runtime.getRuntime();
        return jvm.totalMemory() - jvm.freeMemory();
    }
}
