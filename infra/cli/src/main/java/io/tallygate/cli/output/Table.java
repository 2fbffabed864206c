package io.tallygate.cli.output;

import java.util.ArrayList;
import java.util.List;

/// Columns as wide as what stands in them. Control characters in names cannot steer the terminal: they are shown as
/// dots.
public final class Table {
    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        this.heads = List.of(heads);
    }

    public Table row(String... cells) {
        rows.add(List.of(cells).stream().map(Table::plain).toList());
        return this;
    }

    public static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\u2028\u2029\u202a-\u202e\u2066-\u2069]", "·");
    }

    public String text(Colours colours) {
        int[] widths = new int[heads.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = width(heads.get(column));
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        var text = new StringBuilder();
        text.append(colours.faint(line(heads, widths))).append('\n');
        rows.forEach(row -> text.append(line(row, widths)).append('\n'));
        return text.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            line.append(cells.get(column));
            line.append(" ".repeat(widths[column] - width(cells.get(column)) + 2));
        }
        return line.toString().stripTrailing();
    }
}
