package dev.weir.runtime;

import dev.weir.dom.ScriptFetcher;
import dev.weir.dom.ScriptRunner;
import dev.weir.fetch.DataUrl;
import dev.weir.fetch.ScriptTypes;
import dev.weir.fileapi.BlobUrlStore;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.html.ScriptErrors;
import dev.weir.html.WorkerEnvironment;
import dev.weir.mimesniff.MimeType;
import dev.weir.runtime.modules.ModuleFiles;
import dev.weir.url.UrlRecord;
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

    PageScripts(ScriptRealm realm, AgentParts parts) {
        this.realm = realm;
        files = parts.files();
        resources = parts.resources();
        embedder = parts.embedder();
        blobUrls = parts.maker().blobUrls();
    }

    @Override
    public void fetch(String url, boolean module, Function<byte[], String> decoder, Callback callback) {
        String text;
        try {
            text = text(url, module, decoder);
        } catch (IOException e) {
            String message = cannotLoad(url, reason(e));
            embedder.scriptError(new ErrorReport(ErrorReport.Kind.LOAD_FAILURE, message, url, 0, 0, message));
            callback.failed();
            return;
        }
        callback.fetched(text);
    }

    /** The text behind an absolute URL. */
    private String text(String url, boolean module, Function<byte[], String> decoder) throws IOException {
        if (url.startsWith("blob:")) {
            return decoder.apply(bytesOf(blobUrls.resolve(url), module));
        }
        if (url.startsWith("data:")) {
            UrlRecord parsed = UrlRecord.parse(url);
            DataUrl data = parsed == null ? null : DataUrl.process(parsed);
            if (data == null) {
                throw new IOException("the URL has no data in it");
            }
            checkType(data.type(), module);
            return decoder.apply(data.body());
        }
        Path path = pathOf(url);
        return path == null ? resources.load(url) : decoder.apply(files.read(path));
    }

    private static byte[] bytesOf(BlobUrlStore.@Nullable Entry blob, boolean module) throws IOException {
        BlobUrlStore.Entry found = found(blob);
        checkType(MimeType.parse(found.type()), module);
        return bytesOf(found);
    }

    /** What a blob URL stands for; null is one that stands for nothing. */
    static BlobUrlStore.Entry found(BlobUrlStore.@Nullable Entry blob) throws IOException {
        if (blob == null) {
            throw new IOException("no such blob");
        }
        return blob;
    }

    static byte[] bytesOf(BlobUrlStore.Entry blob) throws IOException {
        try {
            return blob.bytes().toArray();
        } catch (WebException e) { // they are too many
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void checkType(@Nullable MimeType type, boolean module) throws IOException {
        if (module ? !ScriptTypes.isModule(type) : !ScriptTypes.isClassic(type)) {
            String has = type == null ? "has no type" : "is of type " + type.essence();
            throw new IOException("it " + has + ", which is none of a " + (module ? "module" : "script"));
        }
    }

    /** A module that is a blob. */
    byte[] blobModule(DocumentUrl url) throws IOException {
        return bytesOf(blobUrls.resolve(url.href()), true);
    }

    /** The script of a worker, which is a blob that was found when the worker was constructed. */
    static ScriptText workerScript(DocumentUrl url, BlobUrlStore.Entry blob, boolean module) throws IOException {
        String text = WorkerEnvironment.decodeScript(bytesOf(blob, module));
        return new ScriptText(text, url.href(), false, 1, 1);
    }

    /**
     * The script of a worker, or one that it imports.
     *
     * @throws IOException with the reason for its message
     */
    ScriptText workerScript(DocumentUrl url, boolean module) throws IOException {
        String text;
        try {
            text = text(url.href(), module, WorkerEnvironment::decodeScript);
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
    static String reason(IOException e) {
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

    /** The source; one of a file has its path too, which imports are resolved against, not against the document's base. */
    static Source source(ScriptText script) {
        Path path = script.inline() ? null : pathOf(script.url());
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
        files.add(says, "globalThis.%1$s();delete globalThis.%1$s;".formatted(said), null, realm.realm());
        DocumentUrl both = beside(module, "worker");
        files.add(both, "import '%s';import '%s';".formatted(quoted(says), quoted(module)), null, realm.realm());
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
        // Each inline module but the first needs a URL of its own beside the page's. The engine reads data: URLs by
        // itself.
        int number = files.countInline();
        DocumentUrl page = url.protocol().equals("data:") ? urlOf("about:data") : url;
        DocumentUrl made = number == 1 ? page : beside(page, String.valueOf(number));
        files.add(made, script.positionedText(), script.inline() ? realm.moduleBase() : url, realm.realm());
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
