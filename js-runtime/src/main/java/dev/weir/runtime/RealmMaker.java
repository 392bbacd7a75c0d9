package dev.weir.runtime;

import dev.weir.fileapi.BlobUrlStore;
import dev.weir.html.DocumentUrl;
import dev.weir.messaging.BroadcastChannels;
import dev.weir.runtime.modules.ModuleFiles;
import dev.weir.websockets.netty.NettyTaskLoop;

/** What the realms of one runtime share, and how one makes another. Any thread may use it. */
interface RealmMaker {
    BlobUrlStore blobUrls();

    BroadcastChannels broadcastChannels();

    /** A realm for a worker; on the worker's loop. */
    ScriptRealm newWorker(NettyTaskLoop loop, DocumentUrl url, ModuleFiles files, WorkerThread worker);

    /** A realm for a frame in the outer one's document; on the loop of both. */
    ScriptRealm newFrame(ScriptRealm outer);
}
