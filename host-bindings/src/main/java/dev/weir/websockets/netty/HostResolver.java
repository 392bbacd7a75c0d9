package dev.weir.websockets.netty;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Looks up a host's addresses without blocking the caller. */
@FunctionalInterface
public interface HostResolver {

    /**
     * Starts a lookup; the stage may complete on any thread.
     *
     * @param host a name, never an address literal and never {@code localhost}
     * @return the addresses in the order of preference; completed exceptionally, or with an empty list, when there are none
     */
    CompletionStage<List<InetAddress>> resolve(String host);

    /** Asks the operating system, on helper threads that live only while there is something to look up. */
    static HostResolver system() {
        return host -> CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return List.of(InetAddress.getAllByName(host));
                    } catch (UnknownHostException e) {
                        throw new CompletionException(e);
                    }
                },
                BlockingWork.EXECUTOR);
    }
}
