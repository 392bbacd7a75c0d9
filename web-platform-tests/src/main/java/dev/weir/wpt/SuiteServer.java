package dev.weir.wpt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The suite's own server, on loopback ports, started when something first needs it and stopped with this object. All it
 * writes is in a temporary folder. Safe for use by many threads.
 */
final class SuiteServer implements AutoCloseable {
    static final String HOST = "web-platform.test";
    private static final String OTHER_HOST = "not-web-platform.test";
    private static final List<String> SUBDOMAINS =
            List.of("www", "www1", "www2", "xn--n8j6ds53lwwkrqhv28a", "xn--lve-6lad");
    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final int READ_LIMIT_MILLIS = 20_000;

    private final Path suite;
    private final Ports ports;
    private final Path folder;
    private final ServerCertificate certificate;
    private @Nullable Process process;
    private @Nullable IOException failure;

    /**
     * @throws IOException when no folder or certificate can be made
     */
    SuiteServer(Path suite) throws IOException {
        this.suite = suite;
        ports = Ports.choose();
        folder = Files.createTempDirectory("weir-wpt");
        certificate = ServerCertificate.make(folder, names());
    }

    /** Every name that leads to this server. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (String host : List.of(HOST, OTHER_HOST)) {
            names.add(host);
            for (String first : SUBDOMAINS) {
                names.add(first + "." + host);
                for (String second : SUBDOMAINS) {
                    names.add(second + "." + first + "." + host);
                }
            }
        }
        return names;
    }

    Ports ports() {
        return ports;
    }

    ServerCertificate certificate() {
        return certificate;
    }

    /** The origin of a test's page. */
    String origin(SuiteTest test) {
        if (test.secure()) {
            return "https://" + HOST + ":" + (test.http2() ? ports.h2() : ports.https());
        }
        return "http://" + HOST + ":" + ports.http();
    }

    /**
     * Starts the server unless it runs.
     *
     * @throws IOException when it does not come up; its log is in the message
     */
    synchronized void start() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (process != null) {
            return;
        }
        try {
            process = launch();
            awaitStart(process);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private Process launch() throws IOException {
        Path script = folder.resolve("serve.py");
        try (InputStream in = SuiteServer.class.getResourceAsStream("serve.py")) {
            Files.write(script, java.util.Objects.requireNonNull(in).readAllBytes());
        }
        Path config = folder.resolve("config.json");
        Files.writeString(config, """
                {
                  "server_host": "127.0.0.1",
                  "browser_host": "%s",
                  "check_subdomains": false,
                  "ports": {
                    "http": [%d, %d], "https": [%d, %d], "ws": [%d], "wss": [%d], "h2": [%d],
                    "http-private": [], "http-public": [], "https-private": [], "https-public": [], "webtransport-h3": []
                  },
                  "ssl": {
                    "type": "pregenerated",
                    "pregenerated": { "host_key_path": "%s", "host_cert_path": "%s" }
                  }
                }
                """.formatted(
                        HOST,
                        ports.http(),
                        ports.http2nd(),
                        ports.https(),
                        ports.https2nd(),
                        ports.ws(),
                        ports.wss(),
                        ports.h2(),
                        certificate.keyFile(),
                        certificate.file()));
        ProcessBuilder builder = new ProcessBuilder("python3", script.toString(), suite.toString(), config.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.redirectErrorStream(true).redirectOutput(log().toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException("the suite's server needs python3: " + e.getMessage(), e);
        }
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    private void awaitStart(Process started) throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        List<Integer> waiting =
                new ArrayList<>(List.of(ports.http(), ports.https(), ports.ws(), ports.wss(), ports.h2()));
        while (!waiting.isEmpty()) {
            if (!started.isAlive() || System.nanoTime() > end) {
                throw new IOException("the suite's server did not start:\n" + Files.readString(log()));
            }
            waiting.removeIf(SuiteServer::answers);
            try {
                Thread.sleep(waiting.isEmpty() ? 0 : 50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the suite's server started", e);
            }
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What the server answers to a GET over http; starts it.
     *
     * @param target path and query
     * @throws IOException when there is no good answer
     */
    byte[] get(String target) throws IOException {
        start();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.http())) {
            socket.setSoTimeout(READ_LIMIT_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.0\r\nHost: " + HOST + ":" + ports.http()
                                    + "\r\nAccept: */*\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return body(socket.getInputStream().readAllBytes(), target);
        }
    }

    private static byte[] body(byte[] answer, String target) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int i = 0;
        while (i < answer.length && answer[i] != '\r') {
            line.write(answer[i++]);
        }
        String status = line.toString(StandardCharsets.ISO_8859_1);
        if (!status.matches("HTTP/1\\.[01] 2\\d\\d.*")) {
            throw new IOException("the server answered " + (status.isEmpty() ? "nothing" : status) + " for " + target);
        }
        for (; i + 3 < answer.length; i++) {
            if (answer[i] == '\r' && answer[i + 1] == '\n' && answer[i + 2] == '\r' && answer[i + 3] == '\n') {
                return java.util.Arrays.copyOfRange(answer, i + 4, answer.length);
            }
        }
        throw new IOException("the server's answer has no end of its head for " + target);
    }

    @Override
    public synchronized void close() throws IOException {
        Process running = process;
        process = null;
        if (running != null) {
            List<ProcessHandle> all = running.descendants().toList();
            running.getOutputStream().close(); // it ends with its input
            try {
                if (!running.waitFor(5, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
            } catch (InterruptedException e) {
                running.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
