package dev.weir.runtime;

import dev.weir.dom.FrameRunner;
import dev.weir.dom.PageSource;
import dev.weir.encoding.codec.Encoding;
import dev.weir.fetch.Fetch;
import dev.weir.fetch.FetchRequest;
import dev.weir.fetch.FetchResponse;
import dev.weir.fetch.Fetching;
import dev.weir.fetch.ResponseBody;
import dev.weir.fetch.WholeFetch;
import dev.weir.fileapi.BlobBytes;
import dev.weir.html.DocumentUrl;
import dev.weir.infra.Ascii;
import dev.weir.mimesniff.MimeType;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gets a page for a frame from a server of the same origin. */
final class PageFetch extends WholeFetch {
    private static final Pattern ATTACHMENT = Pattern.compile("\\s*attachment\\b", Pattern.CASE_INSENSITIVE);
    private static final Set<String> FRAME_OPTIONS = Set.of("deny", "allowall", "sameorigin");

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

    /** What is not to be shown is not read either: it may be long. */
    @Override
    public void responded(FetchResponse answer) {
        String why = reasonNotToShow(answer);
        if (why == null) {
            super.responded(answer);
        } else {
            ResponseBody.discard(answer.body());
            failed(why);
        }
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

    private static @Nullable String reasonNotToShow(FetchResponse answer) {
        if (answer.status() == 204 || answer.status() == 205) {
            return "the server has nothing to show";
        }
        String disposition = answer.headers().get("Content-Disposition");
        if (disposition != null && ATTACHMENT.matcher(disposition).lookingAt()) {
            return "the server sends a file to be saved";
        }
        return isForbidden(answer) ? "the server forbids to show it in a frame" : null;
    }

    /** https://html.spec.whatwg.org/#the-x-frame-options-header; what is around the frame is always of the same origin */
    private static boolean isForbidden(FetchResponse answer) {
        List<String> values = answer.headers().getDecodeAndSplit("X-Frame-Options");
        Set<String> options = new HashSet<>();
        for (String value : values == null ? List.<String>of() : values) {
            options.add(Ascii.lowercase(value));
        }
        return options.size() > 1 ? options.stream().anyMatch(FRAME_OPTIONS::contains) : options.contains("deny");
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
