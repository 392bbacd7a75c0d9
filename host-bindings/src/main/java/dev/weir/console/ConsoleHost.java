package dev.weir.console;

import java.util.function.Function;
import java.util.function.LongSupplier;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * What the console's scripts call in Java. Reachable by those scripts only.
 *
 * <p>Nothing here throws but for a Java bug, and nothing is handed a script's objects: only strings and numbers, and
 * lists of strings that the scripts made themselves.
 */
public final class ConsoleHost {
    private static final System.Logger LOGGER = System.getLogger(ConsoleHost.class.getName());
    private static final ConsoleOutput.Level[] LEVELS = ConsoleOutput.Level.values();
    private static final int INDENT_PER_GROUP = 2;
    /** Deeper groups are not indented further, or one line of theirs could fill the memory. */
    private static final int MAX_INDENTED_GROUPS = 40;

    private final Function<Source, Value> evaluator;
    private final ConsoleOutput output;
    private final LongSupplier nanoTime;

    ConsoleHost(Function<Source, Value> evaluator, ConsoleOutput output, LongSupplier nanoTime) {
        this.evaluator = evaluator;
        this.output = output;
        this.nanoTime = nanoTime;
    }

    /** Evaluates another of the console's scripts. */
    @HostAccess.Export
    public Value load(String name) {
        return Console.evaluate(evaluator, name);
    }

    /** Prints a text at the level of that number, inside that many groups. */
    @HostAccess.Export
    public void print(int level, int groups, String text) {
        try {
            int indent = INDENT_PER_GROUP * Math.min(groups, MAX_INDENTED_GROUPS);
            String margin = " ".repeat(indent);
            output.print(LEVELS[level], indent == 0 ? text : margin + ConsoleText.indent(text, indent));
        } catch (RuntimeException | Error failure) {
            LOGGER.log(System.Logger.Level.WARNING, "The console's output failed", failure);
        }
    }

    /** Tells the output to clear itself. */
    @HostAccess.Export
    public void clear() {
        try {
            output.clear();
        } catch (RuntimeException | Error failure) {
            LOGGER.log(System.Logger.Level.WARNING, "The console's output failed", failure);
        }
    }

    /** The clock for timers, in milliseconds. */
    @HostAccess.Export
    public double now() {
        return nanoTime.getAsLong() / 1e6;
    }

    /** A number of milliseconds in the unit that reads best. */
    @HostAccess.Export
    public String duration(double milliseconds) {
        return ConsoleText.duration(milliseconds);
    }

    /** A string in quotes, broken at its line breaks when it is too long for the line. */
    @HostAccess.Export
    public String quote(String text, int indent, double lineWidth) {
        return ConsoleText.quote(text, indent, lineWidth);
    }

    /** A property's name, in quotes where it has to be. */
    @HostAccess.Export
    public String propertyName(String name) {
        return ConsoleText.propertyName(name);
    }

    /** The text with every line but the first moved to the right. */
    @HostAccess.Export
    public String indent(String text, int columns) {
        return ConsoleText.indent(text, columns);
    }

    /** One object's text, see {@link ConsoleLayout#arrange}. */
    @HostAccess.Export
    public String arrange(
            Value entries,
            int items,
            boolean numeric,
            String base,
            String open,
            String close,
            int levels,
            int indent,
            double lineWidth) {
        return ConsoleLayout.arrange(strings(entries), items, numeric, base, open, close, levels, indent, lineWidth);
    }

    /** A box of cells, row by row, {@code columns} to a row; the first row is the headings. */
    @HostAccess.Export
    public String table(Value cells, int columns) {
        return ConsoleLayout.table(strings(cells), columns);
    }

    private static String[] strings(Value list) {
        String[] strings = new String[(int) list.getArraySize()];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = list.getArrayElement(i).asString();
        }
        return strings;
    }
}
