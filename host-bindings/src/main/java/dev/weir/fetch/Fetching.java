package dev.weir.fetch;

import dev.weir.abort.AbortSignal;
import dev.weir.fetch.transport.HttpTransport;
import dev.weir.fileapi.BlobUrlStore;
import dev.weir.fileapi.BlobUrls;
import dev.weir.host.TaskLoop;
import dev.weir.html.DocumentUrl;
import dev.weir.html.Navigator;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The global function.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#fetch-method">Fetch, fetch(input, init)</a>
 */
public final class Fetching {
    private final Realm realm;
    private final PreflightCache preflights;
    private final ReferenceQueue<Body> dropped = new ReferenceQueue<>();

    private Fetching(Realm realm) {
        this.realm = realm;
        preflights = new PreflightCache(realm.loop());
    }

    /** The realm's own. */
    public static Fetching of(Realm realm) {
        return realm.serviceOrMade(Fetching.class, () -> new Fetching(realm));
    }

    /** What a URL stands for now, if it is one of a blob. */
    public static BlobUrlStore.@Nullable Entry blobOf(Realm realm, UrlRecord url) {
        return url.scheme().equals("blob") ? BlobUrls.of(realm).store().resolve(url.href()) : null;
    }

    /** Starts a fetch on the realm's loop, where the caller hears of it. */
    public Fetch start(FetchRequest request, Fetch.Caller caller) {
        HttpTransport transport = realm.service(FetchEnvironment.class).httpTransport();
        return Fetch.start(context(realm, realm.loop(), transport, preflights), request, caller);
    }

    /** Starts a fetch for the realm on another loop, where the caller hears of it. */
    public static void startElsewhere(
            Realm realm, TaskLoop loop, HttpTransport transport, FetchRequest request, Fetch.Caller caller) {
        Fetch.start(context(realm, loop, transport, new PreflightCache(loop)), request, caller);
    }

    /** Says on the console why a fetch failed. */
    public void printFailure(UrlRecord url, String reason) {
        realm.service(FetchEnvironment.class).printError(url.hrefWithoutFragment() + ": " + reason);
    }

    /** What a realm's fetches are done with. */
    private static FetchContext context(
            Realm realm, TaskLoop loop, HttpTransport transport, PreflightCache preflights) {
        FetchEnvironment environment = realm.service(FetchEnvironment.class);
        DocumentUrl url = environment.url();
        return new FetchContext(
                loop,
                transport,
                preflights,
                url.toRecord(),
                url.origin(),
                Navigator.USER_AGENT,
                Navigator.ACCEPT_LANGUAGE,
                environment.maxBodySize());
    }

    @Export
    public Value fetch(Value input, Value init) {
        Promise promise = Promise.create(realm);
        try {
            Request request = new RequestMaker(realm, init).make(input);
            new OneFetch(request, promise).start();
        } catch (WebException e) {
            promise.reject(realm.toValue(e));
        }
        return promise.value();
    }

    /**
     * A response's body, which only the script keeps, and whoever reads it. If the script drops it unread, its connection is
     * of use to nobody, and its signal need not know of it.
     */
    private static final class Received extends WeakReference<Body> {
        private final ResponseBody incoming;

        Received(Body body, ResponseBody incoming, ReferenceQueue<Body> dropped) {
            super(body, dropped);
            this.incoming = incoming;
        }

        static void endDropped(ReferenceQueue<Body> dropped) {
            for (Reference<?> next = dropped.poll(); next != null; next = dropped.poll()) {
                ((Received) next).incoming.cancel();
            }
        }
    }

    /** One call: what a script hears of its fetch. */
    private final class OneFetch implements Fetch.Caller {
        private final Request request;
        /** Null once it is resolved: from then on only the script keeps the response. */
        private @Nullable Promise promise;

        private Runnable forgetSignal = () -> {};
        private @Nullable Fetch fetch;
        private @Nullable Received received;
        /** What the stream of the body failed with, if it did. */
        private @Nullable Value uploadError;

        OneFetch(Request request, Promise promise) {
            this.request = request;
            this.promise = promise;
        }

        void start() {
            AbortSignal signal = request.signal();
            if (signal.aborted()) {
                abort();
                return;
            }
            Received.endDropped(dropped);
            FetchRequest sent = request.request().copy();
            Body body = request.bodyOrNull();
            if (body != null) {
                sent.body = body.upload(error -> uploadError = error);
            }
            forgetSignal = signal.addAbortAlgorithm(this::abort);
            realm.loop().retain();
            fetch = Fetching.this.start(sent, this);
        }

        /** https://fetch.spec.whatwg.org/#abort-fetch */
        private void abort() {
            Value reason = request.signal().reason();
            settled(waiting -> waiting.reject(reason));
            Body sent = request.bodyOrNull();
            if (sent != null) {
                sent.cancel(reason);
            }
            if (fetch != null) {
                fetch.cancel();
            }
            Body body = received == null ? null : received.get();
            if (body != null) {
                body.error(reason);
            }
        }

        private void settled(Consumer<Promise> how) {
            Promise waiting = promise;
            promise = null;
            if (waiting != null) {
                if (fetch != null) {
                    realm.loop().release();
                }
                how.accept(waiting);
            }
        }

        @Override
        public void responded(FetchResponse answer) {
            realm.runTask(() -> {
                ResponseBody body = answer.body();
                if (body == null) {
                    forgetSignal.run();
                    settled(waiting ->
                            waiting.resolve(Response.of(realm, answer).toValue()));
                    return;
                }
                ResponseBody watched = new WatchedBody(body, forgetSignal);
                Response made = Response.of(realm, answer.withBody(watched));
                Body seen = made.bodyOrNull();
                if (seen != null) {
                    received = new Received(seen, watched, dropped);
                }
                settled(waiting -> waiting.resolve(made.toValue()));
            });
        }

        @Override
        public void failed(String reason) {
            realm.runTask(() -> {
                forgetSignal.run();
                Value error = uploadError;
                Value told = error == null ? NetworkErrors.of(realm, describe(reason)) : error;
                settled(waiting -> waiting.reject(told));
            });
        }

        private String describe(String reason) {
            return request.request().url().hrefWithoutFragment() + ": " + reason;
        }
    }
}
