package dev.weir.wpt;

import dev.weir.encoding.codec.Utf8;
import dev.weir.runtime.ResourceLoader;
import dev.weir.url.UrlRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the pages and scripts of the suite get when they ask for a URL. Files come from disk, the rest from the server.
 *
 * <p>One helper is replaced: {@code common/sab.js} makes SharedArrayBuffers by way of WebAssembly, because browsers hide the
 * constructor from pages that are not isolated. WebAssembly has no shared memories here, but the constructor is no secret;
 * the tests are about the buffers.
 */
final class SuiteResources implements ResourceLoader {
    private static final String HARNESS = "/resources/testharness.js";
    private static final String HOOK = resource("hook.js");
    private static final String SHARED_BUFFERS = "/common/sab.js";
    private static final String OUR_SHARED_BUFFERS = resource("sab.js");
    /** What the suite's server calls otherwise than the file is called. */
    private static final Map<String, String> REWRITTEN =
            Map.of("/resources/WebIDLParser.js", "/resources/webidl2/lib/webidl2.js");

    private final Suite suite;
    private final SuiteServer server;
    private final SuiteTest test;

    SuiteResources(Suite suite, SuiteServer server, SuiteTest test) {
        this.suite = suite;
        this.server = server;
        this.test = test;
    }

    private static String resource(String name) {
        try (InputStream in = SuiteResources.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String load(String url) throws IOException {
        String path = record(url).decodedPathname();
        if (path.equals(SHARED_BUFFERS)) {
            return OUR_SHARED_BUFFERS;
        }
        String text = Utf8.decode(bytes(url));
        // The hook comes after the harness rather than before, so that the harness's lines keep their numbers.
        return path.equals(HARNESS) ? text + HOOK : text;
    }

    /**
     * The bytes behind an absolute URL.
     *
     * @throws IOException when there are none
     */
    byte[] bytes(String url) throws IOException {
        UrlRecord record = record(url);
        if (!record.scheme().matches("https?") || !SuiteServer.names().contains(record.hostname())) {
            throw new IOException("only the suite's own files are served");
        }
        String named = record.decodedPathname();
        String path = REWRITTEN.getOrDefault(named, named);
        String query = record.query();
        boolean computed = path.endsWith(".py")
                || path.contains(".sub.")
                || path.endsWith(".asis")
                || (query != null && query.contains("pipe="));
        if (computed) {
            return server.get(record.pathname() + record.search());
        }
        Optional<Path> file = suite.file(path);
        if (file.isEmpty()) {
            throw new FileNotFoundException("the suite has no such file");
        }
        return Files.readAllBytes(file.get());
    }

    private static UrlRecord record(String url) throws IOException {
        UrlRecord record = UrlRecord.parse(url);
        if (record == null) {
            throw new IOException("not a URL: " + url);
        }
        return record;
    }

    /** The page that the test is, as the suite's server makes it for scripts. */
    byte[] page() throws IOException {
        if (test.flavour() == Flavour.PAGE) {
            return bytes(server.origin(test) + test.id().replaceFirst("\\?.*", "") + queryOf(test));
        }
        boolean any = test.source().endsWith(".any.js");
        StringBuilder html = new StringBuilder("<!doctype html>\n<meta charset=utf-8>\n");
        if (!test.metadata().title().isEmpty()) {
            html.append("<title>").append(escape(test.metadata().title())).append("</title>\n");
        }
        if (any) {
            html.append("<script>\n").append(globalKind(false)).append("</script>\n");
        }
        html.append("<script src=\"").append(HARNESS).append("\"></script>\n");
        html.append("<script src=\"/resources/testharnessreport.js\"></script>\n");
        for (String script : test.metadata().scripts()) {
            html.append("<script src=\"").append(escape(script)).append("\"></script>\n");
        }
        html.append("<div id=log></div>\n<script src=\"").append(escape(test.source()));
        return html.append("\"></script>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The script of the worker that the test is, as the suite's server makes it. */
    String workerScript() {
        if (!test.source().endsWith(".any.js")) {
            return "importScripts(" + quote(test.source()) + ");\n";
        }
        String scripts = test.metadata().scripts().stream()
                .map(script -> "importScripts(" + quote(script) + ");\n")
                .collect(Collectors.joining());
        String title = test.metadata().title();
        String named = title.isEmpty() ? "" : "self.META_TITLE = " + quote(title) + ";\n"; // unnamed subtests take it
        return named + globalKind(true) + "importScripts(" + quote(HARNESS) + ");\n" + scripts + "importScripts("
                + quote(test.source()) + ");\ndone();\n";
    }

    private static String globalKind(boolean worker) {
        return """
                self.GLOBAL = {
                  isWindow: function() { return %s; },
                  isWorker: function() { return %s; },
                  isShadowRealm: function() { return false; },
                };
                """.formatted(!worker, worker);
    }

    private static String queryOf(SuiteTest test) {
        int query = test.id().indexOf('?');
        return query < 0 ? "" : test.id().substring(query);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    private static String quote(String text) {
        return Json.quote(text);
    }
}
