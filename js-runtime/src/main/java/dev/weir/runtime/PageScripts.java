package dev.weir.runtime;

import dev.weir.dom.ScriptFetcher;
import dev.weir.dom.ScriptRunner;
import dev.weir.fileapi.BlobUrlStore;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.html.ScriptErrors;
import dev.weir.html.WorkerEnvironment;
import dev.weir.runtime.modules.ModuleFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
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
    public void fetch(String url, boolean module, Function<byte[], String> decoder, Callback callback) {
        String text;
        try {
            text = text(url, decoder);
        } catch (IOException e) {
            String message = "Cannot load the script " + url + ": " + reason(e);
            embedder.scriptError(new ErrorReport(ErrorReport.Kind.LOAD_FAILURE, message, url, 0, 0, message));
            callback.failed();
            return;
        } catch (RuntimeException e) { // the embedder's loader: the page goes on
            embedder.hostFailure(e);
            callback.failed();
            return;
        }
        callback.fetched(text);
    }

    /** The text behind an absolute URL. */
    private String text(String url, Function<byte[], String> decoder) throws IOException {
        if (url.startsWith("blob:")) {
            BlobUrlStore.Entry entry = blobUrls.resolve(url);
            if (entry == null) {
                throw new IOException("no such blob");
            }
            return decoder.apply(entry.bytes().toArray());
        }
        Path path = pathOf(url);
        return path == null ? resources.load(url) : decoder.apply(files.read(path));
    }

    /** The script of a worker, or one that it imports. */
    ScriptText workerScript(DocumentUrl url) throws IOException {
        return new ScriptText(text(url.href(), WorkerEnvironment::decodeScript), url.href(), false, 1, 1);
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
    }

    @Override
    public void runClassic(ScriptText script) {
        realm.runAndReport(source(script));
    }

    /** The source; one of a file has its path too, which imports are resolved against. */
    static Source source(ScriptText script) {
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

    @Override
    public void runModule(ScriptText script) {
        realm.importAndReport(moduleOf(script));
    }

    /**
     * A module that imports the worker's, and before it one that says that all of both was found, parsed and linked: it is the
     * first that runs. A worker that imports its own script later gets another one, unless it is a file.
     *
     * @param said the name of a global function that it calls and then removes
     */
    Path workerModule(ScriptText script, String said) {
        Path module = moduleOf(script);
        Path says = module.resolveSibling(module.getFileName() + ScriptErrors.INLINE_SUFFIX + "linked");
        files.add(says, "globalThis.%1$s();delete globalThis.%1$s;".formatted(said));
        Path both = module.resolveSibling(module.getFileName() + ScriptErrors.INLINE_SUFFIX + "worker");
        files.add(both, "import %s;import %s;".formatted(quote(says), quote(module)));
        return both;
    }

    private static String quote(Path path) {
        String text = path.toString();
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }

    /** The path that a module is known by; one that is no file of its own is added to the files. */
    private Path moduleOf(ScriptText script) {
        Path path = pathOf(script.url());
        if (path != null && !script.inline()) {
            return path;
        }
        // Each inline module but the first needs a path of its own beside the page's.
        Path page = path == null ? Path.of("/page") : path;
        inlineModules++;
        Path made = inlineModules == 1
                ? page
                : page.resolveSibling(page.getFileName() + ScriptErrors.INLINE_SUFFIX + inlineModules);
        files.add(made, script.positionedText());
        return made;
    }

    private static @Nullable Path pathOf(String url) {
        try {
            return DocumentUrl.parse(url).toPath();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
