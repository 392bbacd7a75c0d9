package dev.weir.runtime;

import dev.weir.dom.Document;
import dev.weir.dom.FrameRunner;
import dev.weir.dom.PageSource;
import dev.weir.fileapi.BlobUrlStore;
import dev.weir.html.DocumentUrl;
import dev.weir.html.Window;
import dev.weir.mimesniff.MimeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The realms of the frames in one window's document, and where their pages come from: files that scripts may be loaded from,
 * blobs, and servers that the embedder granted.
 */
final class FrameRealms implements FrameRunner {
    private final ScriptRealm owner;
    private final Set<ScriptRealm> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    FrameRealms(ScriptRealm owner) {
        this.owner = owner;
    }

    @Override
    public FrameWindow open() {
        ScriptRealm made = owner.parts().maker().newFrame(owner);
        open.add(made);
        if (ended) { // before now, or while it was made
            made.close();
        }
        return new Opened(made);
    }

    /** As {@link ScriptRealm#stop}, of all frames, and of those still to come; any thread may call this. */
    void stop() {
        ended = true;
        open.forEach(ScriptRealm::stop);
    }

    /** As {@link ScriptRealm#close}, of all frames; any thread may call this. */
    void close() {
        open.forEach(ScriptRealm::close);
    }

    /** As {@link ScriptRealm#hasPendingModules}, of any frame; any thread may call this. */
    boolean havePendingModules() {
        return open.stream().anyMatch(ScriptRealm::hasPendingModules);
    }

    @Override
    public void printError(String text) {
        owner.printError(text);
    }

    @Override
    public Runnable fetch(DocumentUrl url, Callback callback) {
        if (url.protocol().equals("http:") || url.protocol().equals("https:")) {
            return PageFetch.start(owner.realm(), url, callback);
        }
        // What a blob URL stands for is known now: it may be revoked right after.
        BlobUrlStore.Entry blob = owner.parts().maker().blobUrls().resolve(url.href());
        owner.loop().execute(() -> {
            PageSource source;
            try {
                source = read(url, blob);
            } catch (IOException e) {
                printError("Cannot load the page " + url.href() + ": " + PageScripts.reason(e));
                callback.failed();
                return;
            }
            callback.fetched(source, url);
        });
        return () -> {};
    }

    private PageSource read(DocumentUrl url, BlobUrlStore.@Nullable Entry blob) throws IOException {
        Path path = url.toPath();
        if (path != null) {
            String name = path.toString().toLowerCase(Locale.ROOT);
            if (!name.endsWith(".html") && !name.endsWith(".htm")) {
                throw new IOException("frames show files only whose names end in .html or .htm");
            }
            return PageSource.decode(owner.files().read(path));
        }
        if (url.protocol().equals("blob:")) {
            BlobUrlStore.Entry found = PageScripts.found(blob);
            if (found.environment().agent() != owner.realm().agent()) {
                throw new IOException("frames show blobs only that were made in one of the windows around or in them");
            }
            return PageFetch.sourceOf(PageScripts.bytesOf(found), MimeType.parse(found.type()));
        }
        throw new IOException("pages come from files, blobs, http: and https: URLs only");
    }

    /** A window in a frame. */
    private final class Opened implements FrameWindow {
        private final ScriptRealm realm;

        Opened(ScriptRealm realm) {
            this.realm = realm;
        }

        @Override
        public Window window() {
            return realm.window();
        }

        @Override
        public Document document() {
            return realm.document();
        }

        @Override
        public void load(PageSource source, DocumentUrl url, Runnable loaded) {
            realm.endFrames(); // of the empty document
            window().setShownUrl(url);
            realm.load(source, loaded);
        }

        @Override
        public void close() {
            realm.endFrames();
            open.remove(realm);
            realm.close();
            realm.files().forget(realm.realm());
        }
    }
}
