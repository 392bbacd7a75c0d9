package dev.weir.runtime;

import dev.weir.dom.FrameRunner;
import dev.weir.dom.PageSource;
import dev.weir.encoding.codec.Encoding;
import dev.weir.fetch.Fetch;
import dev.weir.fetch.FetchRequest;
import dev.weir.fetch.FetchResponse;
import dev.weir.fetch.Fetching;
import dev.weir.fetch.WholeFetch;
import dev.weir.fileapi.BlobBytes;
import dev.weir.html.DocumentUrl;
import dev.weir.mimesniff.MimeType;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gets a page for a frame from a server of the same origin. */
final class PageFetch extends WholeFetch {
    private final Realm realm;
    private final DocumentUrl asked;
    private final FrameRunner.Callback callback;
    private @Nullable Fetch fetch;
    private boolean over;

    private PageFetch(Realm realm, DocumentUrl asked, FrameRunner.Callback callback) {
        this.realm = realm;
        this.asked = asked;
        this.callback = callback;
    }

    /** Begins; the result ends it, and then the callback is not called. */
    static Runnable start(Realm realm, DocumentUrl url, FrameRunner.Callback callback) {
        PageFetch made = new PageFetch(realm, url, callback);
        FetchRequest request = new FetchRequest(url.toRecord());
        request.mode = FetchRequest.Mode.SAME_ORIGIN;
        request.credentials = FetchRequest.Credentials.INCLUDE;
        realm.loop().retain();
        made.fetch = Fetching.of(realm).start(request, made);
        return made::cancel;
    }

    private void cancel() {
        if (end() && fetch != null) {
            fetch.cancel();
        }
    }

    /** Whether this is its end. */
    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        realm.loop().release();
        return true;
    }

    @Override
    protected void ended(FetchResponse answer, BlobBytes body) {
        UrlRecord found =
                answer.urls().isEmpty() ? asked.toRecord() : answer.urls().getLast();
        PageSource source;
        try {
            source = sourceOf(body.toArray(), answer.headers().mimeType());
        } catch (IOException | WebException e) { // there are too many
            failed(String.valueOf(e.getMessage()));
            return;
        }
        if (end()) {
            callback.fetched(source, DocumentUrl.of(found));
        }
    }

    @Override
    public void failed(String reason) {
        if (end()) {
            Fetching.of(realm).printFailure(asked.toRecord(), reason);
            callback.failed();
        }
    }

    /**
     * The page that shows the bytes: those of HTML are one, other text is put into one.
     *
     * @throws IOException when they are nothing that a frame can show
     */
    static PageSource sourceOf(byte[] bytes, @Nullable MimeType type) throws IOException {
        String charset = type == null ? null : type.parameters().get("charset");
        Encoding said = charset == null ? null : Encoding.forLabel(charset);
        PageSource decoded = PageSource.decode(bytes, said);
        if (type == null || type.essence().equals("text/html")) {
            return decoded;
        }
        if (!type.essence().startsWith("text/") && !type.essence().equals("application/json")) {
            throw new IOException("a frame cannot show what is of type " + type.essence());
        }
        String escaped = decoded.html().replace("&", "&amp;").replace("<", "&lt;");
        return new PageSource("<!doctype html><pre>\n" + escaped + "</pre>", decoded.encoding());
    }
}
