package dev.weir.wpt;

import dev.weir.runtime.NetworkAccess;
import dev.weir.runtime.WebRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Runs a client's script, the {@code client.js} beside its class, in a runtime that may use the network. */
public final class ClientScript {
    private static final Duration FOREVER = Duration.ofDays(1);

    /** Hears what the script tells by {@code report(kind, number, text)}; called on the runtime's loop. */
    public interface Listener {
        /** Returns false for the kind that ends the run. */
        boolean told(String kind, int number, String text);
    }

    private ClientScript() {}

    /**
     * Runs it until it tells that it is done.
     *
     * @param settings a script that runs before it
     * @throws IOException when an error ends it
     */
    public static void run(Class<?> client, String settings, Listener listener) throws IOException {
        List<String> failures = new ArrayList<>();
        AtomicBoolean ended = new AtomicBoolean();
        try (WebRuntime runtime = WebRuntime.builder()
                .network(NetworkAccess.allowAll())
                .function("report", arguments -> {
                    if (!listener.told(arguments.get(0), Integer.parseInt(arguments.get(1)), arguments.get(2))) {
                        ended.set(true);
                    }
                    return null;
                })
                .onError(error -> failures.add(error.toString()))
                .build()) {
            runtime.run(settings, "settings");
            runtime.run(text(client), "client.js");
            runtime.runUntil(() -> ended.get() || !failures.isEmpty(), FOREVER);
            if (!ended.get()) {
                throw new IOException("the run broke off: " + String.join("; ", failures));
            }
        }
    }

    private static String text(Class<?> client) throws IOException {
        @Nullable InputStream resource = client.getResourceAsStream("client.js");
        try (InputStream in = Objects.requireNonNull(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
