package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.cookies.CookieJar;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Redirects, and what goes to and comes from origins that are not the page's own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FetchOriginsTest {
    private static final String REFUSED = "TypeError: fetch: the network failed, or refused";

    /** Of two servers, so of two origins. */
    private final FetchServer own = new FetchServer(this::serve);

    private final FetchServer other = new FetchServer(this::serve);
    private final Recorder recorder = new Recorder();
    private final CookieJar jar = new CookieJar();
    private final FetchPage page = new FetchPage(
            recorder,
            recorder.runtime()
                    .url(own.url() + "/page.html")
                    .cookies(jar)
                    .network(NetworkAccess.builder().allow("127.0.0.1").build()));

    FetchOriginsTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        page.close();
        own.close();
        other.close();
    }

    /** Paths are commands: /STATUS/URL redirects; CORS fields are what the query says. */
    private void serve(FetchServer.Request request, OutputStream out) throws Exception {
        String body = request.body();
        String path = request.path();
        StringBuilder fields = new StringBuilder();
        int query = path.indexOf('?');
        if (query >= 0) {
            for (String field : path.substring(query + 1).split("&", -1)) {
                String[] pair = field.split("=", 2);
                String name = switch (pair[0]) {
                    case "o" -> "Access-Control-Allow-Origin";
                    case "c" -> "Access-Control-Allow-Credentials";
                    case "m" -> "Access-Control-Allow-Methods";
                    case "h" -> "Access-Control-Allow-Headers";
                    case "e" -> "Access-Control-Expose-Headers";
                    case "a" -> "Access-Control-Max-Age";
                    default -> pair[0];
                };
                String value = pair[1].equals("own") ? own.url() : pair[1];
                fields.append(name).append(": ").append(value).append("\r\n");
            }
            path = path.substring(0, query);
        }
        if (path.matches("/30[0-9]/.*")) {
            String target = path.substring(5).replace("OTHER", other.url()).replace("OWN", own.url());
            if (!target.isEmpty()) {
                fields.append("Location: ").append(target.replace("~", "?")).append("\r\n");
            }
            out.write(FetchServer.answer(path.substring(1, 4) + " Go", fields.toString(), "moved"));
        } else {
            out.write(FetchServer.answer(
                    "200 OK", fields + "X-Secret: secret\r\n", request.method() + " " + path + " " + body));
        }
    }

    // ---- redirects

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET /to",
        "302, POST, GET /to",
        "303, POST, GET /to",
        "307, POST, POST /to x",
        "308, POST, POST /to x",
        "301, PUT, PUT /to x",
        "302, DELETE, DELETE /to x",
        "303, PUT, GET /to",
        "304, PUT, ''",
        "305, POST, moved",
    })
    void redirectsKeepOrChangeTheMethod(int status, String method, String answer) {
        String outcome = page.run("""
                const response = await fetch('/%d//to', { method: '%s', body: 'x', headers: { 'content-language': 'de' } });
                return (await response.text()).trim();
                """.formatted(status, method));
        assertEquals(answer, outcome);
        if (answer.equals("GET /to")) {
            String head = own.requests.getLast().head();
            assertEquals("", RawServer.field(head, "content-language") + RawServer.field(head, "Content-Type"));
        }
        page.becomesIdle();
    }

    @Test
    void aRedirectWithoutATargetIsAnAnswer() {
        assertEquals("302 moved", page.run("""
                const response = await fetch('/302/');
                return `${response.status} ${await response.text()}`;
                """));
    }

    @Test
    void modesSayWhetherRedirectsAreFollowed() {
        assertEquals("true %s/to".formatted(own.url()), page.run("""
                const { redirected, url } = await fetch('/302//to');
                return `${redirected} ${url}`;
                """));
        assertEquals("opaqueredirect 0 %s/302//to  0".formatted(own.url()), page.run("""
                const response = await fetch('/302//to', { redirect: 'manual' });
                const { type, status, url, headers } = response;
                return `${type} ${status} ${url} ${[...headers]} ${(await response.text()).length}`;
                """));
        assertEquals(REFUSED, page.run("await fetch('/302//to', { redirect: 'error' })"));
        page.becomesIdle();
    }

    @Test
    void twentyRedirectsAreEnough() {
        assertEquals(
                "GET /to", page.run("return (await (await fetch('" + "/302/".repeat(20) + "/to')).text()).trim()"));
        assertEquals(REFUSED, page.run("await fetch('" + "/302/".repeat(21) + "/to')"));
        assertEquals(REFUSED, page.run("await fetch('/302/OWN/302/loop', { redirect: 'error' })"));
        page.becomesIdle();
    }

    @ParameterizedTest
    @CsvSource({
        "data:text/plain,x",
        "blob:x",
        "file:///etc/passwd",
        "javascript:1",
        "http://[",
        "ws://127.0.0.1/",
        "http://127.0.0.1:25/",
        "http://refused.example/"
    })
    void noRedirectLeadsPastTheRules(String target) {
        assertEquals(REFUSED, page.run("await fetch('/302/" + target + "')"));
        page.becomesIdle();
    }

    @Test
    void aStreamCannotBeSentAgain() {
        String body = "{ method: 'POST', duplex: 'half', body: new Blob(['x']).stream() }";
        assertEquals(REFUSED, page.run("await fetch('/307//to', " + body + ")"));
        assertEquals("GET /to", page.run("return (await (await fetch('/303//to', " + body + ")).text()).trim()"));
    }

    @Test
    void theKeyOfOneOriginIsNotShownToAnother() {
        page.run("await fetch('/302//to', { headers: { Authorization: 'key' } })");
        assertEquals("key", own.requests.getLast().field("Authorization"));
        assertEquals("GET /to?o=* ", page.run("""
                const response = await fetch('/302/OTHER/to~o=*', { headers: { Authorization: 'key' } });
                return await response.text() === 'GET /to ' ? 'GET /to?o=* ' : '?';
                """));
        assertEquals(1, other.requests.size());
        assertEquals("", other.requests.getLast().field("Authorization"));
        assertEquals(own.url(), other.requests.getLast().field("Origin"));
    }

    @Test
    void behindTwoOriginsTheThirdIsNotToldWhoAsks() {
        assertEquals(REFUSED, page.run("await fetch('" + other.url() + "/302/OWN/to~o=own?o=*')"));
        assertEquals("null", own.requests.getLast().field("Origin"));
        page.run("await fetch('" + other.url() + "/302/OWN/to~o=null?o=*')");
        assertEquals("null", own.requests.getLast().field("Origin"));
    }

    @Test
    void aRedirectMustBeAllowedToo() {
        assertEquals(REFUSED, page.run("await fetch('" + other.url() + "/302/OTHER/to~o=*')"));
        assertEquals(1, other.requests.size());
        String credentials = "http://user:pass@127.0.0.1:" + other.port() + "/to~o=*";
        assertEquals(REFUSED, page.run("await fetch('/302/" + credentials + "')"));
        assertEquals(1, other.requests.size());
    }

    // ---- CORS

    @Test
    void foreignAnswersAreShownOnlyWhereTheServerLets() {
        String script = """
                const response = await fetch('%s/a%s', %s);
                const { type, status, url, headers } = response;
                return `${type} ${status} ${url.length > 0} ${headers.get('x-secret')} ${await response.text()}`.trim();
                """;
        assertEquals("cors 200 true null GET /a", page.run(script.formatted(other.url(), "?o=*", "{}")));
        assertEquals("cors 200 true null GET /a", page.run(script.formatted(other.url(), "?o=own", "{}")));
        assertEquals("cors 200 true secret GET /a", page.run(script.formatted(other.url(), "?o=*&e=X-Secret", "{}")));
        assertEquals("cors 200 true secret GET /a", page.run(script.formatted(other.url(), "?o=*&e=*", "{}")));
        assertEquals(REFUSED, page.run(script.formatted(other.url(), "", "{}")));
        assertEquals(REFUSED, page.run(script.formatted(other.url(), "?o=http://else.example", "{}")));
        assertEquals(REFUSED, page.run(script.formatted(other.url(), "?o=*", "{ mode: 'same-origin' }")));
        assertEquals("opaque 0 false null", page.run(script.formatted(other.url(), "?o=*", "{ mode: 'no-cors' }")));
        assertEquals("opaque 0 false null", page.run(script.formatted(other.url(), "", "{ mode: 'no-cors' }")));
        page.becomesIdle();
    }

    @Test
    void nothingOfAnOpaqueAnswerLeaks() {
        assertEquals("null 0 0 false", page.run("""
                const response = await fetch('%s/a', { mode: 'no-cors' });
                const copy = response.clone();
                return `${copy.body} ${(await copy.blob()).size} ${[...copy.headers].length} ${copy.redirected}`;
                """.formatted(other.url())));
        assertEquals("null 0 0 false", page.run("""
                const response = await fetch('%s/302//a', { mode: 'no-cors' });
                return `${response.body} ${response.status} ${[...response.headers].length} ${response.redirected}`;
                """.formatted(other.url())));
        assertEquals(
                REFUSED,
                page.run("await fetch('" + other.url() + "/a', { mode: 'no-cors', integrity: 'sha256-" + "A".repeat(43)
                        + "=' })"));
    }

    @Test
    void serversAreAskedBeforeAnythingUnusual() {
        String put =
                "return (await (await fetch('%s/a?o=own&m=PUT&h=x-a&a=60', { method: 'PUT', headers: %s })).text()).trim()";
        assertEquals("PUT /a", page.run(put.formatted(other.url(), "{ 'X-A': '1' }")));
        assertEquals(List.of("OPTIONS", "PUT"), methods(other));
        FetchServer.Request asked = other.requests.getFirst();
        assertEquals("PUT", asked.field("Access-Control-Request-Method"));
        assertEquals("x-a", asked.field("Access-Control-Request-Headers"));
        assertEquals(own.url(), asked.field("Origin"));
        assertEquals("", asked.field("X-A"));

        assertEquals("PUT /a", page.run(put.formatted(other.url(), "{ 'x-a': '2' }")));
        assertEquals(List.of("OPTIONS", "PUT", "PUT"), methods(other), "the answer is remembered");
        assertEquals(REFUSED, page.run(put.formatted(other.url(), "{ 'x-b': '2' }")));
        assertEquals(List.of("OPTIONS", "PUT", "PUT", "OPTIONS"), methods(other));
        page.becomesIdle();
    }

    @Test
    void whatTheServerDoesNotAllowIsNotSent() {
        for (String query : List.of("", "?o=own", "?o=own&m=put", "?o=http://x&m=PUT", "?m=PUT", "?o=*&m=PUT")) {
            assertEquals(
                    REFUSED,
                    page.run("await fetch('" + other.url() + "/a" + query
                            + "', { method: 'PUT', credentials: 'include' })"));
        }
        assertEquals(
                REFUSED, page.run("await fetch('" + other.url() + "/302/OTHER/a~o=*?o=own&m=PUT', { method: 'PUT' })"));
        assertTrue(
                methods(other).stream().allMatch("OPTIONS"::equals),
                () -> methods(other).toString());
        assertEquals(7, recorder.lines.size());
    }

    private static List<String> methods(FetchServer server) {
        return server.requests.stream().map(FetchServer.Request::method).toList();
    }

    // ---- cookies

    @Test
    void cookiesGoWithCredentialsOnly() {
        page.run("await fetch('/a?Set-Cookie=a=1')");
        page.run("await fetch('/a')");
        assertEquals("a=1", own.requests.getLast().field("Cookie"));
        page.run("await fetch('/a', { credentials: 'omit' })");
        assertEquals("", own.requests.getLast().field("Cookie"));

        // Cookies know no ports: the other origin is of the same host.
        page.run("await fetch('" + other.url() + "/a?o=own&c=true')");
        assertEquals("", other.requests.getLast().field("Cookie"));
        page.run("await fetch('" + other.url() + "/a', { mode: 'no-cors' })");
        assertEquals("", other.requests.getLast().field("Cookie"));
        page.run("await fetch('/302/OTHER/a~o=own')");
        assertEquals("", other.requests.getLast().field("Cookie"));
        page.run("await fetch('" + other.url() + "/a?o=own&c=true', { credentials: 'include' })");
        assertEquals("a=1", other.requests.getLast().field("Cookie"));
    }

    @Test
    void cookiesAreKeptWithCredentialsOnly() {
        page.run("await fetch('/a?Set-Cookie=omitted=1', { credentials: 'omit' })");
        page.run("await fetch('" + other.url() + "/a?o=own&Set-Cookie=foreign=1')");
        page.run("await fetch('" + other.url() + "/a?Set-Cookie=opaque=1', { mode: 'no-cors' })");
        page.run("await fetch('/a')");
        assertEquals("", own.requests.getLast().field("Cookie"));
        page.run("await fetch('" + other.url() + "/a?o=own&c=true&Set-Cookie=included=1', { credentials: 'include' })");
        page.run("await fetch('/a')");
        assertEquals("included=1", own.requests.getLast().field("Cookie"));
    }

    @Test
    void preflightsHaveNoCookies() {
        page.run("await fetch('/a?Set-Cookie=a=1')");
        page.run("await fetch('" + other.url() + "/a?o=own&c=true&m=PUT', { method: 'PUT', credentials: 'include' })");
        assertEquals(List.of("OPTIONS", "PUT"), methods(other));
        assertEquals("", other.requests.get(0).field("Cookie"));
        assertEquals("a=1", other.requests.get(1).field("Cookie"));
    }
}
