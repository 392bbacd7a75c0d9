package dev.weir.console;

import java.util.Arrays;

/** Puts texts on a line, in columns, one below the other, or in a box. */
final class ConsoleLayout {
    /** How many levels of nesting may share one line. */
    private static final int LEVELS_PER_LINE = 3;

    private static final int MIN_ITEMS_FOR_COLUMNS = 7;
    private static final int MAX_COLUMNS = 12;
    private static final int GAP = 2;
    /** A character is about this many times as high as it is wide; columns aim at a square. */
    private static final double CHARACTER_RATIO = 2.5;

    /** Longer cells are cut; every cell of a column is as wide as the widest. */
    private static final int MAX_CELL = 200;

    private ConsoleLayout() {}

    /**
     * The text of one object.
     *
     * @param entries what stands between the braces
     * @param items how many entries, from the first, are the elements of an array
     * @param numeric whether those are all numbers
     * @param base what precedes the braces, or empty
     * @param levels how many levels of objects are inside
     * @param indent the column the object starts at, for lines after the first
     * @param lineWidth in columns; infinite if lines may have any length
     */
    static String arrange(
            String[] entries,
            int items,
            boolean numeric,
            String base,
            String open,
            String close,
            int levels,
            int indent,
            double lineWidth) {
        String lead = base.isEmpty() ? open : base + " " + open;
        String[] lines =
                items < MIN_ITEMS_FOR_COLUMNS ? entries : inColumns(entries, items, numeric, indent, lineWidth);
        if (lines == entries && levels < LEVELS_PER_LINE && base.indexOf('\n') < 0) {
            int width = 2 * entries.length + indent + open.length() + base.length() + 10;
            boolean broken = false;
            for (String entry : entries) {
                width += entry.length();
                broken |= entry.indexOf('\n') >= 0;
            }
            if (width <= lineWidth && !broken) {
                return lead + " " + String.join(", ", entries) + " " + close;
            }
        }
        String margin = "\n" + " ".repeat(indent);
        return lead + margin + "  " + String.join("," + margin + "  ", lines) + margin + close;
    }

    /**
     * The items in rows of equal columns, followed by the other entries; the same array when the items do not suit
     * that. Numbers are aligned to the right.
     */
    private static String[] inColumns(String[] entries, int items, boolean numeric, int indent, double lineWidth) {
        int[] widths = new int[items];
        int widest = 0;
        int total = 0;
        for (int i = 0; i < items; i++) {
            if (entries[i].indexOf('\n') >= 0) {
                return entries;
            }
            widths[i] = ConsoleText.width(entries[i]);
            widest = Math.max(widest, widths[i]);
            total += widths[i] + GAP;
        }
        int cell = widest + GAP;
        boolean alike = widest <= 6 || (double) total / cell > 5;
        if (cell * 3 + indent >= lineWidth || !alike) {
            return entries;
        }
        // Items much shorter than the longest make room for more columns than the longest alone would allow.
        double typical = Math.max(cell - 3 - Math.sqrt(cell - (double) total / entries.length), 1);
        long square = Math.round(Math.sqrt(CHARACTER_RATIO * typical * items) / typical);
        int columns = (int) Math.min(Math.min(square, MAX_COLUMNS), Math.floor((lineWidth - indent) / cell));
        if (columns <= 1) {
            return entries;
        }
        int[] columnWidths = new int[columns];
        for (int i = 0; i < items; i++) {
            columnWidths[i % columns] = Math.max(columnWidths[i % columns], widths[i]);
        }
        int rows = (items + columns - 1) / columns;
        String[] lines = new String[rows + entries.length - items];
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            int end = Math.min((row + 1) * columns, items);
            for (int i = row * columns; i < end; i++) {
                String padding = " ".repeat(columnWidths[i % columns] - widths[i]);
                boolean last = i == end - 1;
                line.append(numeric ? padding : "").append(entries[i]);
                line.append(last ? "" : ", ").append(numeric || last ? "" : padding);
            }
            lines[row] = line.toString();
        }
        System.arraycopy(entries, items, lines, rows, entries.length - items);
        return lines;
    }

    /** A box around the cells, which come row by row, headings first; of each cell the first line is shown. */
    static String table(String[] contents, int columns) {
        String[] cells = Arrays.stream(contents).map(ConsoleLayout::cell).toArray(String[]::new);
        int[] widths = new int[columns];
        for (int i = 0; i < cells.length; i++) {
            widths[i % columns] = Math.max(widths[i % columns], ConsoleText.width(cells[i]));
        }
        StringBuilder out = new StringBuilder();
        rule(out, widths, "┌", "┬", "┐\n");
        for (int start = 0; start < cells.length; start += columns) {
            for (int column = 0; column < columns; column++) {
                String cell = cells[start + column];
                out.append("│ ").append(cell).append(" ".repeat(widths[column] - ConsoleText.width(cell) + 1));
            }
            out.append("│\n");
            if (start == 0) {
                rule(out, widths, "├", "┼", "┤\n");
            }
        }
        rule(out, widths, "└", "┴", "┘");
        return out.toString();
    }

    private static String cell(String content) {
        int end = content.indexOf('\n');
        if (end < 0 && content.length() <= MAX_CELL) {
            return content;
        }
        return content.substring(0, Math.min(end < 0 ? content.length() : end, MAX_CELL)) + "...";
    }

    private static void rule(StringBuilder out, int[] widths, String left, String middle, String right) {
        String[] lines =
                Arrays.stream(widths).mapToObj(width -> "─".repeat(width + 2)).toArray(String[]::new);
        out.append(left).append(String.join(middle, lines)).append(right);
    }
}
