package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accepts one connection and does with it what a script says, byte by byte; the script's failure is the test's. */
final class FaultServer implements AutoCloseable {
    /** What to do with the connection; it is ended when the script returns. */
    interface Script {
        void run(Peer peer) throws Exception;
    }

    private final ServerSocket listening;
    private final CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();
    private volatile @Nullable Socket accepted;

    private FaultServer(ServerSocket listening, Script script) {
        this.listening = listening;
        Thread thread = new Thread(
                () -> {
                    try (Socket socket = listening.accept()) {
                        accepted = socket;
                        script.run(new Peer(socket));
                    } catch (Throwable failure) {
                        finished.completeExceptionally(failure);
                    }
                    finished.complete(null);
                },
                "fault-server");
        thread.setDaemon(true);
        thread.start();
    }

    static FaultServer start(Script script) throws IOException {
        return start(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), script);
    }

    static FaultServer start(ServerSocket listening, Script script) {
        return new FaultServer(listening, script);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The script has run to its end, and the connection is closed. */
    void awaitEnd() throws Exception {
        finished.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        listening.close();
        Socket socket = accepted;
        if (socket != null) {
            socket.close();
        }
    }

    /** The client, seen from the server. */
    static final class Peer {
        final Socket socket;

        Peer(Socket socket) {
            this.socket = socket;
        }

        /** Takes the opening request; returns it. */
        String readRequest() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            while (!bytes.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the client ended the connection in its request");
                }
                bytes.write(next);
            }
            return bytes.toString(StandardCharsets.US_ASCII);
        }

        /** Does the opening handshake as it should be. */
        Peer open() throws IOException {
            send(Wire.answerTo(readRequest(), "").getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        /** Passes everything on, both ways, until one side ends. */
        void tunnelTo(int port) throws Exception {
            try (Socket server = new Socket("127.0.0.1", port)) {
                Thread back = new Thread(() -> {
                    try {
                        server.getInputStream().transferTo(socket.getOutputStream());
                        socket.shutdownOutput();
                    } catch (IOException end) {
                        // the test is over
                    }
                });
                back.start();
                socket.getInputStream().transferTo(server.getOutputStream());
                server.shutdownOutput();
                back.join(10_000);
            }
        }

        Peer send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return this;
        }

        Peer sendHex(String hex) throws IOException {
            return send(HexFormat.of().parseHex(hex.replace(" ", "")));
        }

        Peer send(ByteBuf bytes) throws IOException {
            bytes.readBytes(socket.getOutputStream(), bytes.readableBytes());
            bytes.release();
            return this;
        }

        /** Waits for the client to end the connection, and returns how many bytes came before. */
        long readToEnd() throws IOException {
            byte[] chunk = new byte[64 << 10];
            long total = 0;
            InputStream in = socket.getInputStream();
            try {
                for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                    total += count;
                }
            } catch (SocketException reset) {
                // an end too
            }
            return total;
        }

        /** The next byte from the client is this. */
        Peer expectByte(int value) throws IOException {
            assertEquals(value, socket.getInputStream().read());
            return this;
        }

        /** Ends the connection by a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
