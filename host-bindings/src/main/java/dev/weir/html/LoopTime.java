package dev.weir.html;

import dev.weir.host.TaskLoop;
import org.graalvm.polyglot.HostAccess.Export;

/** What the glue of {@code Date} calls in a realm whose clock is not the engine's. */
public final class LoopTime {
    private final TaskLoop loop;

    public LoopTime(TaskLoop loop) {
        this.loop = loop;
    }

    @Export
    public double currentTimeMillis() {
        return loop.currentTimeMillis();
    }
}
