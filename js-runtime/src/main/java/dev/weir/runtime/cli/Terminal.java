package dev.weir.runtime.cli;

import dev.weir.console.ConsoleOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams of a command, in UTF-8. What goes to the output is gathered and written soon after, or before
 * anything goes to the error stream, so that the two stay in order and a script that prints much is not held up by it.
 * Safe for use by many threads.
 */
final class Terminal implements ConsoleOutput {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long WRITE_AFTER_MILLIS = 10;

    private final OutputStream out;
    private final OutputStream err;
    private boolean dirty;
    private boolean writerStarted;

    Terminal(OutputStream out, OutputStream err) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.err = new BufferedOutputStream(err);
    }

    @Override
    public void print(Level level, String text) {
        write(level == Level.WARN || level == Level.ERROR, text + "\n");
    }

    /** Prints a line of the command's own to the output. */
    void say(String line) {
        write(false, line + "\n");
    }

    /** Prints a line of the command's own to the error stream. */
    void complain(String line) {
        write(true, "weir: " + line + "\n");
    }

    private void write(boolean error, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(error, bytes, 0, bytes.length);
    }

    private synchronized void write(boolean error, byte[] bytes, int offset, int length) {
        try {
            if (error) {
                flush();
                err.write(bytes, offset, length);
                err.flush();
                return;
            }
            out.write(bytes, offset, length);
            if (!dirty) {
                dirty = true;
                startWriter();
                notifyAll();
            }
        } catch (IOException e) {
            // nobody reads it: the script goes on, as if somebody did
        }
    }

    private void startWriter() {
        if (!writerStarted) {
            writerStarted = true;
            Thread writer = new Thread(this::writeSoon, "weir-output");
            writer.setDaemon(true);
            writer.start();
        }
    }

    private void writeSoon() {
        try {
            while (true) {
                synchronized (this) {
                    while (!dirty) {
                        wait();
                    }
                }
                Thread.sleep(WRITE_AFTER_MILLIS);
                flush();
            }
        } catch (InterruptedException e) {
            flush();
        }
    }

    synchronized void flush() {
        dirty = false;
        try {
            out.flush();
        } catch (IOException e) {
            // as above
        }
    }

    /** A stream onto one of the two, for what wants a stream. */
    OutputStream stream(boolean error) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                Terminal.this.write(error, bytes, offset, length);
            }

            @Override
            public void flush() {
                Terminal.this.flush();
            }
        };
    }
}
