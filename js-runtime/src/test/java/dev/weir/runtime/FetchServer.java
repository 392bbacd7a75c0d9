package dev.weir.runtime;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server whose answers a test writes byte by byte. Every connection has a thread, and may bring many requests. */
final class FetchServer implements AutoCloseable {
    /** Writes a whole answer; a connection ends when it throws. */
    interface Handler {
        void answer(Request request, OutputStream out) throws Exception;
    }

    /** What a client asks; the body is read from the stream. */
    record Request(String method, String path, String head, InputStream in) {
        /** A field's value, or the empty string. */
        String field(String name) {
            return RawServer.field(head, name);
        }

        /** All of the body. */
        String body() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            if (!field("Content-Length").isEmpty()) {
                body.writeBytes(in.readNBytes(Integer.parseInt(field("Content-Length"))));
            } else if (field("Transfer-Encoding").equals("chunked")) {
                for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                    body.writeBytes(chunk);
                }
            }
            return body.toString(StandardCharsets.UTF_8);
        }

        /** Takes what comes until the client ends the connection, and ends it, too. */
        void awaitEnd() throws IOException {
            try {
                while (in.read() >= 0) {
                    // not yet
                }
            } catch (IOException e) {
                // reset
            }
            throw new IOException("the client has gone");
        }

        /** The next chunk; the last is empty. */
        byte[] chunk() throws IOException {
            byte[] chunk = in.readNBytes(Integer.parseInt(line(in), 16));
            line(in);
            return chunk;
        }
    }

    private final ServerSocket listening = new ServerSocket(0, 1000, InetAddress.getByName("127.0.0.1"));
    private final Handler handler;
    final List<Request> requests = new CopyOnWriteArrayList<>();
    /** The connections that neither side has ended. */
    final Set<Socket> open = ConcurrentHashMap.newKeySet();

    FetchServer(Handler handler) throws IOException {
        this.handler = handler;
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                String first = line(in);
                StringBuilder head = new StringBuilder(first).append("\r\n");
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    head.append(line).append("\r\n");
                }
                String[] words = first.split(" ", -1);
                Request request = new Request(words[0], words[1], head.toString(), in);
                requests.add(request);
                OutputStream out = socket.getOutputStream();
                handler.answer(request, out);
                out.flush();
            }
        } catch (Exception e) {
            // the connection's end
        } finally {
            open.remove(socket);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the client has gone");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    int port() {
        return listening.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** What was asked, each as method and path. */
    List<String> asked() {
        return requests.stream()
                .map(request -> request.method() + " " + request.path())
                .toList();
    }

    /** A whole answer. */
    static byte[] answer(String status, String fields, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length + "\r\n" + fields + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    static byte[] answer(String status, String fields, String body) {
        return answer(status, fields, body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
