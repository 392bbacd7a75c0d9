package dev.weir.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What the system keeps of a TCP connection on this machine, so that a test can tell it from what a process keeps.
 *
 * @see <a href="https://docs.kernel.org/networking/proc_net_tcp.html">Linux, /proc/net/tcp</a>
 */
final class SocketQueues {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private SocketQueues() {}

    /**
     * The bytes that one side has written and the other has not read; empty where the system has no such table. They are
     * counted one socket after the other, so the sum holds for a connection on which nothing moves.
     *
     * @param from the port of the side that writes
     * @param to the port of the side that reads
     */
    static OptionalLong bytesBetween(int from, int to) {
        long sum = 0;
        boolean found = false;
        for (Path table : TABLES) {
            for (String line : lines(table)) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length < 5 || !columns[4].contains(":")) {
                    continue;
                }
                String[] queues = columns[4].split(":");
                if (columns[1].endsWith(port(from)) && columns[2].endsWith(port(to))) {
                    sum += Long.parseLong(queues[0], 16);
                    found = true;
                } else if (columns[1].endsWith(port(to)) && columns[2].endsWith(port(from))) {
                    sum += Long.parseLong(queues[1], 16);
                    found = true;
                }
            }
        }
        return found ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    private static List<String> lines(Path table) {
        try {
            return Files.isReadable(table) ? Files.readAllLines(table) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String port(int number) {
        return String.format(Locale.ROOT, ":%04X", number);
    }
}
