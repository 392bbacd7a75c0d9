package dev.weir.runtime;

import dev.weir.dom.ScriptFetcher;
import dev.weir.dom.ScriptRunner;
import dev.weir.encoding.codec.Encoding;
import dev.weir.fileapi.BlobUrlStore;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.html.ScriptErrors;
import dev.weir.runtime.modules.ModuleFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;

/** Where a page's scripts come from, and how they run: from files that the embedder granted, in the realm. */
final class PageScripts implements ScriptFetcher, ScriptRunner {
    private final ScriptRealm realm;
    private final ModuleFiles files;
    private final ResourceLoader resources;
    private final Embedder embedder;
    private final BlobUrlStore blobUrls;
    private int inlineModules;

    PageScripts(
            ScriptRealm realm, ModuleFiles files, ResourceLoader resources, Embedder embedder, BlobUrlStore blobUrls) {
        this.realm = realm;
        this.files = files;
        this.resources = resources;
        this.embedder = embedder;
        this.blobUrls = blobUrls;
    }

    @Override
    public void fetch(String url, boolean module, Encoding fallback, Callback callback) {
        try {
            callback.fetched(text(url, fallback));
        } catch (IOException e) {
            String message = "Cannot load the script " + url + ": " + reason(e);
            embedder.scriptError(new ErrorReport(ErrorReport.Kind.LOAD_FAILURE, message, url, 0, 0, message));
            callback.failed();
        }
    }

    private String text(String url, Encoding fallback) throws IOException {
        if (url.startsWith("blob:")) {
            BlobUrlStore.Entry entry = blobUrls.resolve(url);
            if (entry == null) {
                throw new IOException("no such blob");
            }
            return fallback.decode(entry.bytes().toArray());
        }
        Path path = pathOf(url);
        return path == null ? resources.load(url) : fallback.decode(files.read(path));
    }

    /** The classic script behind a URL, ready to run. */
    Source load(DocumentUrl url) throws IOException {
        return source(new ScriptText(text(url.href(), Encoding.UTF_8), url.href(), false, 1, 1));
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
    }

    @Override
    public void runClassic(ScriptText script) {
        realm.runAndReport(source(script));
    }

    /** The source; one of a file has its path too, which imports are resolved against. */
    private static Source source(ScriptText script) {
        Path path = pathOf(script.url());
        Source.Builder builder = path == null
                ? Source.newBuilder("js", script.positionedText(), script.url())
                : Source.newBuilder("js", path.toFile())
                        .content(script.positionedText())
                        .name(script.url());
        try {
            return builder.build();
        } catch (IOException e) {
            throw new IllegalStateException("a source with its content at hand reads nothing", e);
        }
    }

    /** Runs the module behind a URL; one that imports it later gets another one, unless it is a file. */
    void runModule(DocumentUrl url) throws IOException {
        runModule(new ScriptText(text(url.href(), Encoding.UTF_8), url.href(), false, 1, 1));
    }

    @Override
    public void runModule(ScriptText script) {
        Path path = pathOf(script.url());
        if (path != null && !script.inline()) {
            realm.importAndReport(path);
            return;
        }
        // A module is known by its path, so each inline one but the first needs one of its own beside the page's.
        Path page = path == null ? Path.of("/page") : path;
        inlineModules++;
        Path made = inlineModules == 1
                ? page
                : page.resolveSibling(page.getFileName() + ScriptErrors.INLINE_SUFFIX + inlineModules);
        files.add(made, script.positionedText());
        realm.importAndReport(made);
    }

    private static @Nullable Path pathOf(String url) {
        try {
            return DocumentUrl.parse(url).toPath();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
