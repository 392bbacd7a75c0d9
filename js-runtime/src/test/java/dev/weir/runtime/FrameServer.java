package dev.weir.runtime;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket server of plain sockets for one connection, which it opens and then leaves to a test, byte by byte. It
 * buffers nothing itself, so what it has written is with the system or with the client.
 */
final class FrameServer implements AutoCloseable {
    /** What to do with the connection once it is open; it is ended when the script returns. */
    interface Script {
        void run(Peer peer) throws Exception;
    }

    private final RawServer server;
    private final CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();
    private volatile @Nullable Socket accepted;

    private FrameServer(Script script) throws IOException {
        server = new RawServer(connection -> {
            try (Socket socket = connection) {
                accepted = socket;
                Peer peer = new Peer(socket);
                peer.open();
                script.run(peer);
            } catch (Throwable failure) {
                finished.completeExceptionally(failure);
            }
            finished.complete(null);
        });
    }

    static FrameServer start(Script script) throws IOException {
        return new FrameServer(script);
    }

    String url() {
        return "ws://127.0.0.1:" + server.port() + "/";
    }

    /** Waits until the script has run to its end; its failure is the test's. */
    void awaitEnd() throws Exception {
        finished.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Closeable socket = accepted;
        if (socket != null) {
            socket.close();
        }
    }

    /** The client, seen from the server. */
    static final class Peer {
        private final Socket socket;
        private final DataInputStream in;
        private volatile long received;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(socket.getInputStream());
        }

        /** The server's port and the client's. */
        int port() {
            return socket.getLocalPort();
        }

        int clientPort() {
            return socket.getPort();
        }

        private void open() throws Exception {
            send(RawServer.answerTo(RawServer.readRequest(socket), ""));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** Starts the closing handshake and reads on until the client has ended it, or has gone. */
        void startClose() throws IOException {
            send(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xE8});
            skipToEnd();
        }

        /** Reads until the client ends the connection. */
        void skipToEnd() throws IOException {
            skip(Long.MAX_VALUE - received);
        }

        /** Reads so many bytes, or until the client ends the connection. */
        @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread only
        void skip(long most) throws IOException {
            byte[] chunk = new byte[64 << 10];
            long end = received + most;
            while (received < end) {
                int count = in.read(chunk, 0, (int) Math.min(chunk.length, end - received));
                if (count < 0) {
                    return;
                }
                received += count;
            }
        }

        /** How many bytes have been skipped so far. */
        long received() {
            return received;
        }

        /** Reads the client's next frame, which must be a close frame; its code. */
        int readCloseCode() throws IOException {
            int opcode = in.readUnsignedByte();
            int length = in.readUnsignedByte() & 0x7F;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            if (opcode != 0x88 || length < 2) {
                throw new IOException("not a close frame with a code: opcode " + opcode + ", " + length + " bytes");
            }
            return ((payload[0] ^ mask[0]) & 0xFF) << 8 | ((payload[1] ^ mask[1]) & 0xFF);
        }
    }

    /** A frame as servers send it. */
    static byte[] frame(int opcodeAndFlags, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 10);
        frame.writeBytes(header(opcodeAndFlags, payload.length));
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** The header of a frame with so many bytes of payload. */
    static byte[] header(int opcodeAndFlags, long length) {
        ByteBuffer header = ByteBuffer.allocate(10).put((byte) opcodeAndFlags);
        if (length < 126) {
            header.put((byte) length);
        } else if (length < 1 << 16) {
            header.put((byte) 126).putShort((short) length);
        } else {
            header.put((byte) 127).putLong(length);
        }
        byte[] bytes = new byte[header.position()];
        header.flip().get(bytes);
        return bytes;
    }
}
