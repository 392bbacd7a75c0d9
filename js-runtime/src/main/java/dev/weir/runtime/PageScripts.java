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
import dev.weir.webidl.WebException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
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
            String message = cannotLoad(url, reason(e));
            embedder.scriptError(new ErrorReport(ErrorReport.Kind.LOAD_FAILURE, message, url, 0, 0, message));
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
            return decoder.apply(bytesOf(entry));
        }
        Path path = pathOf(url);
        return path == null ? resources.load(url) : decoder.apply(files.read(path));
    }

    private static byte[] bytesOf(BlobUrlStore.Entry blob) throws IOException {
        try {
            return blob.bytes().toArray();
        } catch (WebException e) { // they are too many
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The text of a blob that has a worker's script. */
    static ScriptText blobScript(DocumentUrl url, BlobUrlStore.Entry blob) throws IOException {
        try {
            return new ScriptText(blob.bytes().decodeUtf8(), url.href(), false, 1, 1);
        } catch (WebException e) { // it is too long
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * The script of a worker, or one that it imports.
     *
     * @throws IOException with the reason for its message
     */
    ScriptText workerScript(DocumentUrl url) throws IOException {
        String text;
        try {
            text = text(url.href(), WorkerEnvironment::decodeScript);
        } catch (IOException e) {
            throw new IOException(reason(e), e);
        }
        return new ScriptText(text, url.href(), false, 1, 1);
    }

    /** What is said of a script that cannot be had. */
    static String cannotLoad(String url, String reason) {
        return "Cannot load the script " + url + ": " + reason;
    }

    /** Why a script cannot be had; the messages of file systems are mere paths. */
    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file";
            case FileSystemException failure -> "it cannot be read";
            default -> String.valueOf(e.getMessage());
        };
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
    DocumentUrl workerModule(ScriptText script, String said) {
        DocumentUrl module = moduleOf(script);
        DocumentUrl says = beside(module, "linked");
        files.add(says, "globalThis.%1$s();delete globalThis.%1$s;".formatted(said), null);
        DocumentUrl both = beside(module, "worker");
        files.add(both, "import '%s';import '%s';".formatted(quoted(says), quoted(module)), null);
        return both;
    }

    private static String quoted(DocumentUrl url) {
        return url.href().replace("\\", "\\\\").replace("'", "\\'");
    }

    /** The URL that a module is known by; one that is no file of its own is added to the files. */
    private DocumentUrl moduleOf(ScriptText script) {
        DocumentUrl url = urlOf(script.url());
        if (url.toPath() != null && !script.inline()) {
            return url;
        }
        // Each inline module but the first needs a URL of its own beside the page's.
        inlineModules++;
        DocumentUrl made = inlineModules == 1 ? url : beside(url, String.valueOf(inlineModules));
        files.add(made, script.positionedText(), script.inline() ? files.base() : url);
        return made;
    }

    private static DocumentUrl beside(DocumentUrl url, String what) {
        return urlOf(url.href() + ScriptErrors.INLINE_SUFFIX + what);
    }

    private static DocumentUrl urlOf(String url) {
        try {
            return DocumentUrl.parse(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("scripts have absolute URLs", e);
        }
    }

    private static @Nullable Path pathOf(String url) {
        try {
            return DocumentUrl.parse(url).toPath();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
