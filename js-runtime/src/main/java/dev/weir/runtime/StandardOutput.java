package dev.weir.runtime;

import dev.weir.console.ConsoleOutput;
import java.io.PrintStream;

/** The console of a runtime that was given none: what Java programs print to. */
final class StandardOutput implements ConsoleOutput {
    @Override
    public void print(Level level, String text) {
        PrintStream stream = level == Level.WARN || level == Level.ERROR ? System.err : System.out;
        stream.println(text);
    }
}
