package dev.weir.runtime;

import dev.weir.dom.ScriptFetcher;
import dev.weir.dom.ScriptRunner;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.html.ScriptErrors;
import dev.weir.runtime.modules.ModuleFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;

/** Where a page's scripts come from, and how they run: from files that the embedder granted, in the realm. */
final class PageScripts implements ScriptFetcher, ScriptRunner {
    private final ScriptRealm realm;
    private final ModuleFiles files;
    private final Embedder embedder;
    private int inlineModules;

    PageScripts(ScriptRealm realm, ModuleFiles files, Embedder embedder) {
        this.realm = realm;
        this.files = files;
        this.embedder = embedder;
    }

    @Override
    public void fetch(String url, boolean module, Callback callback) {
        Path path = pathOf(url);
        try {
            if (path == null) {
                throw new IOException("scripts are loaded from files only");
            }
            callback.fetched(files.read(path));
        } catch (IOException e) {
            String message = "Cannot load the script " + url + ": " + reason(e);
            embedder.scriptError(new ErrorReport(ErrorReport.Kind.LOAD_FAILURE, message, url, 0, 0, message));
            callback.failed();
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        return e instanceof CharacterCodingException ? "it is not UTF-8 text" : String.valueOf(e.getMessage());
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
