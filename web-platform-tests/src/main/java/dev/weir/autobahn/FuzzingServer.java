package dev.weir.autobahn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A fuzzing server started from a folder with a {@code start.sh PORT OUTDIR [CASES]}, and ended with this object. */
final class FuzzingServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final Process process;
    private final int port;
    private final Path reports;
    private final Path log;

    private FuzzingServer(Process process, int port, Path reports, Path log) {
        this.process = process;
        this.port = port;
        this.reports = reports;
        this.log = log;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param cases patterns of case ids; empty for all
     * @param reports where it is to write its report
     * @throws IOException when it does not come up; what it printed is in the message
     */
    static FuzzingServer start(Path folder, List<String> cases, Path reports) throws IOException {
        Path script = folder.resolve("start.sh").toAbsolutePath();
        if (!Files.isReadable(script)) {
            throw new IOException("no start.sh in " + folder);
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                "bash",
                script.toString(),
                Integer.toString(port),
                reports.toAbsolutePath().toString()));
        if (!cases.isEmpty()) {
            command.add(String.join(",", cases));
        }
        Path log = reports.resolve("server.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        FuzzingServer server = new FuzzingServer(process, port, reports, log);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        server.await();
        return server;
    }

    private void await() throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (probe.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                pause();
            }
        }
        close();
        throw new IOException("the fuzzing server did not start:\n" + Files.readString(log));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while the fuzzing server started", e));
        }
    }

    String url() {
        return "ws://127.0.0.1:" + port;
    }

    /** The folder in which it writes {@code index.json}. */
    Path reports() {
        return reports;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
