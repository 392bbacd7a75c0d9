package dev.weir.runtime;

import dev.weir.console.ConsoleOutput;
import dev.weir.fileapi.BlobUrlStore;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.runtime.modules.ModuleFiles;
import dev.weir.websockets.netty.NettyTaskLoop;
import dev.weir.workers.WorkerLauncher;
import dev.weir.workers.WorkerOptions;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/**
 * A worker: a realm with a loop and a thread of its own. Unless the runtime shares an engine it has its own of these too, which
 * keeps the code of both as fast as that of a single realm.
 */
abstract class WorkerThread implements WorkerKind, WorkerLauncher.Running {
    private final RealmMaker maker;
    private final ScriptRealm owner;
    private final DocumentUrl script;
    /** What the script's URL stood for when the worker was constructed: it may be revoked right after. */
    private final BlobUrlStore.@Nullable Entry blob;

    private final WorkerOptions options;
    private final NettyTaskLoop loop;
    private final Embedder embedder;
    /** Guarded by this. */
    private @Nullable ScriptRealm realm;

    private boolean ended;
    /** The closing flag. */
    private volatile boolean closing;

    private final ModuleFiles files;

    /** A worker that is not started yet; on the owner's loop. */
    WorkerThread(RealmMaker maker, ScriptRealm owner, DocumentUrl script, WorkerOptions options) {
        this.maker = maker;
        this.owner = owner;
        this.script = script;
        blob = maker.blobUrls().resolve(script.href());
        this.options = options;
        loop = NettyTaskLoop.start("weir-worker");
        embedder = new OwnersEmbedder();
        files = new ModuleFiles(owner.files());
    }

    /** Lets the owner in; once the script has run, on the worker's loop. */
    abstract void scriptHasRun();

    /** Tells that there was no script to run, and that nothing of the worker is left; on the worker's thread. */
    abstract void scriptFailed();

    /** Tells of an exception that nothing in the worker handled; on the worker's loop. */
    abstract void uncaught(ErrorReport report);

    final void start() {
        owner.loop().retain();
        loop.execute(this::run);
    }

    private void run() {
        try {
            checkOrigin();
            ScriptRealm made = make();
            if (made != null) {
                made.workerScripts().run(script, blob);
                scriptHasRun();
            }
        } catch (IOException e) {
            // The owner's script is only told that there is an error; whoever wrote it finds the rest here.
            console().print(ConsoleOutput.Level.ERROR, String.valueOf(e.getMessage()));
            terminate();
            scriptFailed();
        } catch (PolyglotException e) {
            embedder.hostFailure(e);
        } catch (RuntimeException | Error e) { // the embedder's loader, say
            embedder.hostFailure(e);
            terminate();
            scriptFailed();
        } finally {
            // From now on the realm's own loop holds the owner's as long as there is something to do.
            owner.loop().release();
        }
    }

    private void checkOrigin() throws IOException {
        if (!script.protocol().equals("data:") && !script.origin().equals(owner.origin())) {
            throw new IOException(
                    PageScripts.cannotLoad(script.href(), "a worker's script must be of the origin of its owner"));
        }
    }

    private @Nullable ScriptRealm make() {
        synchronized (this) {
            if (!ended) {
                realm = maker.newWorker(loop, script, files, this);
            }
            return realm;
        }
    }

    final ScriptRealm owner() {
        return owner;
    }

    @Override
    public final WorkerOptions options() {
        return options;
    }

    @Override
    public final WorkerThread thread() {
        return this;
    }

    final Embedder embedder() {
        return embedder;
    }

    final ConsoleOutput console() {
        return new OwnersConsole();
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    /** The worker wants to end, and will when its task is over. */
    final void setClosing() {
        closing = true;
    }

    /** Whether nothing new is for this worker; waits for nothing. */
    final boolean isClosing() {
        return closing;
    }

    @Override
    public final void terminate() {
        closing = true;
        ScriptRealm running;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            running = realm;
        }
        owner.workers().forget(this);
        if (running != null) {
            running.stop();
        }
        // Ending a script that runs means waiting for it, which no loop may.
        Thread closer = new Thread(() -> end(running), "weir-worker-close");
        closer.setDaemon(true);
        closer.start();
    }

    private void end(@Nullable ScriptRealm running) {
        if (running != null) {
            running.close();
        }
        loop.close();
    }

    /** Runs the steps on the owner's loop, where the embedder is told things. */
    final void tellOwner(Runnable steps) {
        try {
            owner.loop().execute(steps);
        } catch (RejectedExecutionException e) {
            // The owner has ended, and its worker ends now.
        }
    }

    private final class OwnersEmbedder implements Embedder {
        @Override
        public void scriptError(ErrorReport report) {
            uncaught(report);
        }

        @Override
        public void hostFailure(Throwable failure) {
            if (isEnded() && failure instanceof PolyglotException) {
                return; // the script was ended
            }
            tellOwner(() -> owner.embedder().hostFailure(failure));
        }

        @Override
        public void alert(String message) {
            tellOwner(() -> owner.embedder().alert(message));
        }
    }

    private final class OwnersConsole implements ConsoleOutput {
        @Override
        public void print(Level level, String text) {
            tellOwner(() -> owner.output().print(level, text));
        }

        @Override
        public void clear() {
            tellOwner(() -> owner.output().clear());
        }
    }
}
