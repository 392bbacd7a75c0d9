package dev.weir.fetch;

import dev.weir.fileapi.BlobBytes;
import dev.weir.fileapi.BlobUrlStore;
import dev.weir.url.UrlRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for, and in which manner.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#concept-request">Fetch, requests</a>
 */
public final class FetchRequest {
    /** https://fetch.spec.whatwg.org/#concept-request-mode; no fetch of a script's has one of the others. */
    public enum Mode {
        SAME_ORIGIN,
        CORS,
        NO_CORS
    }

    /** https://fetch.spec.whatwg.org/#concept-request-credentials-mode */
    public enum Credentials {
        OMIT,
        SAME_ORIGIN,
        INCLUDE
    }

    /** https://fetch.spec.whatwg.org/#concept-request-redirect-mode */
    public enum Redirect {
        FOLLOW,
        ERROR,
        MANUAL
    }

    /** What is sent along. */
    public interface Upload {
        /** Sends bytes at hand. */
        static Upload of(BlobBytes bytes) {
            return new BytesUpload(bytes);
        }

        /** The body's bytes, or {@link dev.weir.fetch.transport.HttpRequest#UNKNOWN_LENGTH}. */
        long length();

        /** Whether it can be sent once more, as some redirects demand. */
        boolean isRepeatable();

        /** Begins to send, all from the start. */
        void sendTo(Sink sink);

        /** Nothing is wanted any more; the sink is told nothing from now on. */
        void cancel();

        /** Where the bytes go. */
        interface Sink {
            /**
             * Takes a copy of the bytes.
             *
             * @return false when more had better wait until {@code room} runs, which is set with {@link #onRoom}
             */
            boolean write(ByteBuffer bytes);

            void onRoom(Runnable room);

            /** All is said. */
            void end();

            /** There will be no end; the fetch fails. */
            void fail(String reason);
        }
    }

    public String method = "GET";
    public HeaderList headers = new HeaderList();
    public @Nullable Upload body;
    public Mode mode = Mode.NO_CORS;
    public Credentials credentials = Credentials.SAME_ORIGIN;
    public Redirect redirect = Redirect.FOLLOW;
    /** One of the IDL enumeration's values. */
    public String cache = "default";
    /** {@link #NO_REFERRER}, {@link #CLIENT}, or a URL; once the fetch has begun no {@link #CLIENT}. */
    public String referrer = CLIENT;
    /** One of the IDL enumeration's values; the empty string is for the default. */
    public String referrerPolicy = "";

    public String integrity = "";
    /** What a blob URL stood for when it was parsed, which is fetched even if the URL is revoked meanwhile. */
    public BlobUrlStore.@Nullable Entry blob;

    public boolean keepalive;
    /** Whether scripts decide about method and headers, so that other origins are asked first. */
    public boolean unsafe;
    /** Whether other origins are asked first whatever is to be sent. */
    public boolean forcesPreflight;
    /** Whether a server that asks for them is given the name and the password in the URL. */
    public boolean urlCredentials;
    /** Whether the server has asked for them. */
    boolean authenticates;

    /** For {@link #referrer}: none. */
    public static final String NO_REFERRER = "no-referrer";

    /** For {@link #referrer}: what the environment says. */
    public static final String CLIENT = "about:client";

    private final List<UrlRecord> urls;

    public FetchRequest(UrlRecord url) {
        urls = new ArrayList<>(List.of(url));
    }

    private FetchRequest(FetchRequest other) {
        urls = new ArrayList<>(other.urls);
        method = other.method;
        headers = other.headers.copy();
        body = other.body;
        mode = other.mode;
        credentials = other.credentials;
        redirect = other.redirect;
        cache = other.cache;
        referrer = other.referrer;
        referrerPolicy = other.referrerPolicy;
        integrity = other.integrity;
        blob = other.blob;
        keepalive = other.keepalive;
        unsafe = other.unsafe;
        forcesPreflight = other.forcesPreflight;
        urlCredentials = other.urlCredentials;
        authenticates = other.authenticates;
    }

    /** A request that is changed for itself; the body is the same one. */
    public FetchRequest copy() {
        return new FetchRequest(this);
    }

    /** As it was asked for first. */
    public UrlRecord url() {
        return urls.getFirst();
    }

    /** As it is asked for now. */
    UrlRecord currentUrl() {
        return urls.getLast();
    }

    List<UrlRecord> urls() {
        return List.copyOf(urls);
    }

    void redirectTo(UrlRecord url) {
        urls.add(url);
        authenticates = false;
    }
}
