package dev.weir.runtime;

import dev.weir.dom.ScriptFetcher;
import dev.weir.dom.ScriptRunner;
import dev.weir.html.DocumentUrl;
import dev.weir.runtime.modules.ModuleFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;

/** How a page's scripts are found, in the files that the page may read, and run. Only on the loop. */
final class PageScripts implements ScriptFetcher, ScriptRunner {
    private final ScriptRealm realm;
    private final ModuleFiles files;
    private final Path folder;
    private final Consumer<String> complaint;
    private int inlineModules;

    /**
     * @param folder where a page that is no file is taken to be
     * @param complaint is told about a script that cannot be fetched
     */
    PageScripts(ScriptRealm realm, Path folder, Consumer<String> complaint) {
        this.realm = realm;
        this.files = realm.files();
        this.folder = folder;
        this.complaint = complaint;
    }

    @Override
    public void fetch(String url, boolean module, Callback callback) {
        String text;
        try {
            text = read(url);
        } catch (IOException e) {
            complaint.accept("cannot load script " + url + ": "
                    + (e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage())));
            callback.failed();
            return;
        }
        callback.fetched(text);
    }

    private String read(String url) throws IOException {
        Path path = pathOf(url);
        if (path == null) {
            throw new IOException("scripts of a page come from files only");
        }
        return Files.readString(files.toRealPath(path));
    }

    private static @Nullable Path pathOf(String url) {
        try {
            return DocumentUrl.parse(url).toPath();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    @Override
    public void runClassic(ScriptText script) {
        Path path = pathOf(script.url());
        Source source = Source.newBuilder("js", script.positionedText(), path == null ? script.url() : path.toString())
                .buildLiteral();
        realm.runReporting(source);
    }

    @Override
    public void runModule(ScriptText script) {
        Path path = pathOf(script.url());
        if (script.inline() || path == null) {
            Path base = path == null || path.getParent() == null ? folder : path.getParent();
            String page = path == null ? "page" : String.valueOf(path.getFileName());
            path = base.resolve(page + ".inline-" + ++inlineModules + ".mjs");
            files.add(path, script.positionedText());
        }
        realm.startModule(path);
    }
}
