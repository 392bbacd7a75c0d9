package dev.weir.runtime;

import dev.weir.fileapi.BlobUrlStore;
import dev.weir.host.Embedder;
import dev.weir.host.TaskLoop;
import dev.weir.html.DocumentUrl;
import dev.weir.messaging.BroadcastChannels;
import dev.weir.runtime.loop.VirtualClock;
import dev.weir.runtime.modules.ModuleFiles;
import dev.weir.websockets.netty.NettyTaskLoop;
import dev.weir.websockets.netty.TransportOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;

/** Makes the realms of one runtime: its own on its loop, and those of workers, on their threads. */
final class RuntimeRealms implements RealmMaker {
    private final WebRuntime.Builder options;
    private final TransportOptions connections;
    private final TaskLoop loop;
    private final @Nullable VirtualClock clock;
    private final @Nullable Engine sharedEngine;
    private final Embedder embedder;
    private final BlobUrlStore blobUrls = new BlobUrlStore();
    private final BroadcastChannels channels = new BroadcastChannels();

    RuntimeRealms(WebRuntime.Builder options, TaskLoop loop, @Nullable VirtualClock clock, Embedder embedder) {
        this.options = options;
        this.loop = loop;
        this.clock = clock;
        sharedEngine = options.engine == null ? null : options.engine.engine();
        this.embedder = embedder;
        connections = options.connections();
    }

    /**
     * A realm for the runtime's own scripts; on its loop.
     *
     * @param base the folder that scripts without a path import relative to
     */
    ScriptRealm newRealm(DocumentUrl url, Path base) {
        ModuleFiles files = new ModuleFiles(base);
        options.importRoots.forEach(root -> grant(files, root));
        AgentParts parts = new AgentParts(loop, clock, files, options.resources, embedder, options.console, this);
        ScriptRealm made = new ScriptRealm(sharedEngine, parts, url, newTransport(loop), options.worker);
        options.functions.forEach(made::expose);
        return made;
    }

    @Override
    public ScriptRealm newWorker(NettyTaskLoop loop, DocumentUrl url, ModuleFiles files, WorkerThread worker) {
        AgentParts parts =
                new AgentParts(loop, null, files, options.resources, worker.embedder(), worker.console(), this);
        return new ScriptRealm(sharedEngine, parts, url, newTransport(loop), worker);
    }

    @Override
    public ScriptRealm newFrame(ScriptRealm outer) {
        return new ScriptRealm(outer, newTransport(loop));
    }

    private RealmTransport newTransport(TaskLoop of) {
        return new RealmTransport(of, options.network, connections);
    }

    /** Grants a folder, which was there when the embedder named it. */
    static void grant(ModuleFiles files, Path folder) {
        try {
            files.grant(folder);
        } catch (IOException e) {
            throw new IllegalStateException("no folder " + folder, e);
        }
    }

    @Override
    public BlobUrlStore blobUrls() {
        return blobUrls;
    }

    @Override
    public BroadcastChannels broadcastChannels() {
        return channels;
    }
}
