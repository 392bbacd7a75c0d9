package dev.weir.runtime;

import dev.weir.console.ConsoleOutput;
import dev.weir.host.Embedder;
import dev.weir.host.TaskLoop;
import dev.weir.runtime.loop.VirtualClock;
import dev.weir.runtime.modules.ModuleFiles;
import org.jspecify.annotations.Nullable;

/**
 * What the realms of one agent have in common: a worker's one, or those of a window and of the frames in it.
 *
 * @param base the loop of them all
 * @param clock that they follow, or null for the loop's
 */
record AgentParts(
        TaskLoop base,
        @Nullable VirtualClock clock,
        ModuleFiles files,
        ResourceLoader resources,
        Embedder embedder,
        ConsoleOutput output,
        RealmMaker maker) {}
