package dev.weir.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/** Takes connections one after the other, and does with each what a script says, byte by byte. */
final class RawServer implements AutoCloseable {
    /** What to do with a connection; it is ended when the script returns or fails. */
    interface Script {
        void run(Socket socket) throws Exception;
    }

    private final ServerSocket listening;
    private final Script script;

    RawServer(Script script) throws IOException {
        this.script = script;
        listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::serve, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                script.run(socket);
            } catch (Exception e) {
                // the connection's end, or the server's
            }
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** An opening request. */
    static String readRequest(Socket socket) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the client ended the connection in its request");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** A good answer to it, with more header lines. */
    static byte[] answerTo(String request, String more) throws GeneralSecurityException {
        byte[] key = (field(request, "Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(key);
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(sha1) + "\r\n" + more + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A header's value, or the empty string. */
    static String field(String request, String name) {
        return request.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    /** Takes what comes until the client ends the connection. */
    static void readToEnd(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // not yet
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
