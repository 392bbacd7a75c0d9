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
 *
 * <p>The output is lost when something cannot be written to it: nothing goes there any more, and the command is told, for
 * which there may be nothing else to end it. What cannot be written to the error stream is left out.
 */
final class Terminal implements ConsoleOutput {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long WRITE_AFTER_MILLIS = 10;
    private static final String READER_GONE = "Broken pipe";

    private final OutputStream out;
    private final OutputStream err;
    private boolean dirty;
    private boolean writerStarted;
    private boolean outputLost;
    private Runnable whenOutputLost = () -> {};

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

    /** Runs the steps, on a thread of the terminal's, once the output is lost. */
    synchronized void whenOutputLost(Runnable steps) {
        whenOutputLost = steps;
    }

    synchronized boolean isOutputLost() {
        return outputLost;
    }

    private void write(boolean error, String text) {
        byte[] bytes = wellFormed(text).getBytes(StandardCharsets.UTF_8);
        write(error, bytes, 0, bytes.length);
    }

    /** With U+FFFD in the place of each lone surrogate, for which Java would write a question mark. */
    private static String wellFormed(String text) {
        if (text.chars().noneMatch(unit -> Character.isSurrogate((char) unit))) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point <= Character.MAX_VALUE && Character.isSurrogate((char) point) ? 0xFFFD : point)
                .forEach(result::appendCodePoint);
        return result.toString();
    }

    private synchronized void write(boolean error, byte[] bytes, int offset, int length) {
        if (error) {
            flush();
            writeError(bytes, offset, length);
            return;
        }
        if (outputLost) {
            return;
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            loseOutput(e);
            return;
        }
        if (!dirty) {
            dirty = true;
            startWriter();
            notifyAll();
        }
    }

    private void writeError(byte[] bytes, int offset, int length) {
        try {
            err.write(bytes, offset, length);
            err.flush();
        } catch (IOException e) {
            // nobody reads it, and there is nowhere else to say so
        }
    }

    /** Leaves the rest to the writer's thread: this one may hold locks that the end of a command waits for. */
    private void loseOutput(IOException e) {
        outputLost = true;
        startWriter();
        notifyAll();
        String reason = String.valueOf(e.getMessage());
        if (!reason.contains(READER_GONE)) { // that is how "| head" ends a command, and no news
            byte[] message = ("weir: cannot write the output: " + reason + "\n").getBytes(StandardCharsets.UTF_8);
            writeError(message, 0, message.length);
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
            while (!isOutputLost()) {
                synchronized (this) {
                    while (!dirty && !outputLost) {
                        wait();
                    }
                }
                Thread.sleep(WRITE_AFTER_MILLIS);
                flush();
            }
            Runnable steps;
            synchronized (this) {
                steps = whenOutputLost;
            }
            steps.run();
        } catch (InterruptedException e) {
            flush();
        }
    }

    synchronized void flush() {
        dirty = false;
        if (outputLost) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            loseOutput(e);
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
