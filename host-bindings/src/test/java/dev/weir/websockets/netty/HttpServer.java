package dev.weir.websockets.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Does with every connection what a script says, byte by byte; each has a thread of its own. */
final class HttpServer implements AutoCloseable {
    /** What to do with a connection; it is ended when the script returns or fails. */
    interface Script {
        void run(Connection connection) throws Exception;
    }

    private final ServerSocket listening;
    private final Script script;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Throwable> wrong = new CopyOnWriteArrayList<>();

    /** Connections accepted so far. */
    final AtomicInteger accepted = new AtomicInteger();

    HttpServer(Script script) throws IOException {
        this(null, script);
    }

    HttpServer(@Nullable SSLContext tls, Script script) throws IOException {
        this.script = script;
        InetAddress local = InetAddress.getByName("127.0.0.1");
        listening = tls == null
                ? new ServerSocket(0, 200, local)
                : tls.getServerSocketFactory().createServerSocket(0, 200, local);
        Thread thread = new Thread(this::accept, "http-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                int number = accepted.incrementAndGet();
                Thread thread = new Thread(() -> serve(socket, number), "http-server-" + number);
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            script.run(new Connection(new FaultServer.Peer(socket), number));
        } catch (IOException end) {
            // the client's, or the test's
        } catch (Throwable failure) {
            wrong.add(failure);
        } finally {
            sockets.remove(socket);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    /** A client's connection; the first has the number 1. */
    record Connection(FaultServer.Peer peer, int number) {
        /** The head of the next request. */
        String request() throws IOException {
            return peer.readRequest();
        }

        /** So many bytes of a body. */
        String body(int length) throws IOException {
            return new String(peer.socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
        }

        /** Everything up to this, behind which nothing may come. */
        String until(String end) throws IOException {
            StringBuilder text = new StringBuilder();
            byte[] chunk = new byte[64 << 10];
            for (int from = 0; text.indexOf(end, from) < 0; ) {
                from = Math.max(0, text.length() - end.length());
                int count = peer.socket.getInputStream().read(chunk);
                if (count < 0) {
                    throw new IOException("the client ended the connection");
                }
                text.append(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
            }
            return text.toString();
        }

        /** Sends the text, in which a tilde stands for a line's end. */
        Connection send(String text) throws IOException {
            peer.send(text.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        /** Answers a request with this text. */
        Connection answer(String text) throws IOException {
            return send("HTTP/1.1 200 OK~Content-Length: " + text.length() + "~~" + text);
        }

        /** Answers all requests with how many there were, and which connection this is. */
        void count() throws IOException {
            for (int i = 1; ; i++) {
                request();
                answer("c" + number + " r" + i);
            }
        }
    }

    @Override
    public void close() throws Exception {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError("a script failed", wrong.getFirst());
        }
    }
}
