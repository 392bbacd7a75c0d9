package dev.weir.runtime;

import dev.weir.bindings.Sandbox;
import dev.weir.console.ConsoleOutput;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.runtime.modules.ModuleFiles;
import dev.weir.websockets.netty.NettyTaskLoop;
import dev.weir.workers.WorkerLauncher;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/**
 * A worker: a realm with a loop and a thread of its own. Unless the runtime shares an engine it has its own of these too, which
 * keeps the code of both as fast as that of a single realm.
 */
final class WorkerThread implements WorkerLauncher.Running {
    private final RealmMaker maker;
    private final ScriptRealm owner;
    private final WorkerLauncher.Order order;
    private final NettyTaskLoop loop;
    private final Embedder embedder;
    /** Guarded by this. */
    private @Nullable ScriptRealm realm;

    private @Nullable Engine ownEngine;
    private boolean ended;

    private final ModuleFiles files;

    /** A worker that is not started yet; on the owner's loop. */
    WorkerThread(RealmMaker maker, ScriptRealm owner, WorkerLauncher.Order order) {
        this.maker = maker;
        this.owner = owner;
        this.order = order;
        loop = NettyTaskLoop.start("weir-worker");
        embedder = new OwnersEmbedder();
        files = new ModuleFiles(owner.files());
    }

    void start() {
        owner.loop().retain();
        loop.execute(this::run);
    }

    private void run() {
        try {
            checkOrigin();
            ScriptRealm made = make();
            if (made != null) {
                made.runWorker(order.script(), order.module());
            }
        } catch (IOException e) {
            order.owner().scriptFailed();
            terminate();
        } catch (PolyglotException e) {
            if (!isEnded()) {
                embedder.hostFailure(e);
            }
        } finally {
            // From now on the realm's own loop holds the owner's as long as there is something to do.
            owner.loop().release();
        }
    }

    private void checkOrigin() throws IOException {
        if (!order.script().origin().equals(owner.origin())) {
            throw new IOException("the script of a worker must be of the origin of its owner");
        }
    }

    private @Nullable ScriptRealm make() {
        Engine shared = maker.sharedEngine();
        Engine engine = shared != null ? shared : Sandbox.newEngine();
        synchronized (this) {
            if (shared == null) {
                ownEngine = engine;
            }
            if (!ended) {
                realm = maker.newWorker(engine, loop, order.script(), files, this);
                return realm;
            }
        }
        closeEngine();
        return null;
    }

    ScriptRealm owner() {
        return owner;
    }

    WorkerLauncher.Order order() {
        return order;
    }

    Embedder embedder() {
        return embedder;
    }

    ConsoleOutput console() {
        return new OwnersConsole();
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    @Override
    public void terminate() {
        ScriptRealm running;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            running = realm;
        }
        owner.forget(this);
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
        closeEngine();
    }

    private void closeEngine() {
        Engine engine;
        synchronized (this) {
            engine = ownEngine;
            ownEngine = null;
        }
        if (engine != null) {
            engine.close(true);
        }
    }

    /** Runs the steps on the owner's loop, where the embedder is told things. */
    private void tellOwner(Runnable steps) {
        try {
            owner.loop().execute(steps);
        } catch (RejectedExecutionException e) {
            // The owner has ended, and its worker ends now.
        }
    }

    private final class OwnersEmbedder implements Embedder {
        @Override
        public void scriptError(ErrorReport report) {
            order.owner().reportError(report);
        }

        @Override
        public void hostFailure(Throwable failure) {
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
