package dev.weir.runtime.cli;

import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code weir echo}: a WebSocket server to try things against. */
@Command(
        name = "echo",
        description = "Serves WebSockets that answer every message with the same message.",
        mixinStandardHelpOptions = true)
final class EchoCommand implements Callable<Integer> {
    /** How long clients may take to answer the server's goodbye. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @ParentCommand
    private @Nullable Main main;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on; 0 is any free one (${DEFAULT-VALUE}).")
    private int port = 9001;

    @Option(names = "--host", paramLabel = "HOST", description = "The address to listen on (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--reply",
            paramLabel = "TEXT=ANSWER",
            description = "Answers a text with another one; may be given more than once.")
    private Map<String, String> replies = new LinkedHashMap<>();

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description = "A subprotocol to speak; may be given more than once.")
    private List<String> protocols = List.of();

    @Option(names = "--tls-cert", paramLabel = "CERT.pem", description = "Serves wss: with this certificate.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "KEY.pem", description = "The certificate's private key, PKCS #8.")
    private @Nullable Path key;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ends after this time, 10s say; without it, serves until stopped.")
    private @Nullable Duration time;

    @Option(names = "--verbose", description = "Shows the stack trace of a failure.")
    private boolean verbose;

    @Override
    public Integer call() throws InterruptedException {
        if ((certificate == null) != (key == null)) {
            throw new Main.UsageFailure("--tls-cert and --tls-key go together");
        }
        EchoServer.Builder builder =
                EchoServer.builder().host(host).protocols(protocols).replies(replies);
        try {
            builder.port(port);
        } catch (IllegalArgumentException e) {
            throw new Main.UsageFailure("--port: " + e.getMessage());
        }
        if (certificate != null && key != null) {
            builder.tls(PemFiles.serverContext(certificate, key));
        }
        Terminal terminal = Objects.requireNonNull(main).terminal();
        try (EchoServer server = builder.start()) {
            String name = host.contains(":") ? "[" + host + "]" : host;
            terminal.say("Serving " + (certificate == null ? "ws" : "wss") + "://" + name + ":" + server.port() + "/");
            terminal.flush();
            if (time == null) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> server.goAway(PATIENCE), "weir-echo-end"));
                new CountDownLatch(1).await();
            } else {
                Thread.sleep(time);
                server.goAway(PATIENCE);
            }
            return Main.OK;
        } catch (IOException e) {
            throw new Main.CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
