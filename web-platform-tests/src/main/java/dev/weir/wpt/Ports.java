package dev.weir.wpt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the suite's server listens, on this machine only: the suite's usual ports, because some tests have them in their
 * names, or free ones where those are taken.
 */
record Ports(int http, int http2nd, int https, int https2nd, int ws, int wss, int h2) {
    /** Held for as long as this program runs: another one beside it takes other ports. */
    private static @Nullable FileLock usualPorts;

    static synchronized Ports choose() {
        if (usualPorts == null) {
            usualPorts = lock();
        }
        Set<Integer> taken = new HashSet<>();
        return new Ports(
                one(8000, taken),
                one(8001, taken),
                one(8443, taken),
                one(8444, taken),
                one(8666, taken),
                one(8667, taken),
                one(9000, taken));
    }

    /** Null when another program has it. */
    @SuppressWarnings("resource") // the channel must stay open, or the lock would go
    private static @Nullable FileLock lock() {
        try {
            Path file = Path.of(System.getProperty("java.io.tmpdir"), "weir-wpt-ports.lock");
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .tryLock();
        } catch (IOException e) {
            return null;
        }
    }

    private static int one(int usual, Set<Integer> taken) {
        int port = usualPorts != null && isFree(usual) && taken.add(usual) ? usual : 0;
        while (port == 0) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = taken.add(socket.getLocalPort()) ? socket.getLocalPort() : 0;
            } catch (IOException e) {
                throw new IllegalStateException("no free port", e);
            }
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
