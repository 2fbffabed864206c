package io.tallygate.portal.usage.web;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// Where the bars of a chart stand, in the units of its SVG. Drawn on the server: it needs no script, prints, and is
/// there
/// with the first byte.
/// @param lines  gridlines with their values
/// @param marks  labels below the bars, as many as fit
public record Chart(int left, List<Bar> bars, List<Line> lines, List<Mark> marks) {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 260;
    private static final int FLOOR = 228;
    private static final int CEILING = 14;
    private static final int LEFT = 64;
    private static final int MOST_MARKS = 9;
    private static final int WIDEST_BAR = 56;
    private static final List<Integer> STEPS = List.of(1, 2, 5);

    /// @param open  still growing: its window has not ended
    public record Bar(
            int x,
            int y,
            int width,
            int height,
            int slotX,
            int slotWidth,
            String label,
            BigDecimal value,
            boolean open) {}

    public record Line(int at, BigDecimal value) {}

    public record Mark(int at, String label) {}

    /// What one bar shows.
    /// @param label  in full, for the tooltip
    /// @param mark   short, for below the bar
    public record Value(String label, String mark, BigDecimal value, boolean open) {}

    public int width() {
        return WIDTH;
    }

    public int height() {
        return HEIGHT;
    }

    public int floor() {
        return FLOOR;
    }

    static Chart of(List<Value> values) {
        BigDecimal highest = values.stream().map(Value::value).reduce(BigDecimal.ONE, BigDecimal::max);
        BigDecimal step = step(highest);
        BigDecimal top = highest.divide(step, 0, RoundingMode.CEILING).multiply(step);
        List<Line> lines = new ArrayList<>();
        for (BigDecimal value = BigDecimal.ZERO; value.compareTo(top) <= 0; value = value.add(step)) {
            lines.add(new Line(FLOOR - scaled(value, top), value));
        }
        List<Bar> bars = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        int every = (values.size() + MOST_MARKS - 1) / MOST_MARKS;
        for (int at = 0; at < values.size(); at++) {
            Value value = values.get(at);
            int from = LEFT + (WIDTH - LEFT) * at / values.size();
            int slot = LEFT + (WIDTH - LEFT) * (at + 1) / values.size() - from;
            int width = Math.clamp(slot * 3L / 4, 1, WIDEST_BAR);
            // what is not nothing must be seen
            int height = value.value().signum() > 0 ? Math.max(2, scaled(value.value(), top)) : 0;
            bars.add(new Bar(
                    from + (slot - width) / 2,
                    FLOOR - height,
                    width,
                    height,
                    from,
                    slot,
                    value.label(),
                    value.value(),
                    value.open()));
            if (at % every == 0) {
                marks.add(new Mark(from + slot / 2, value.mark()));
            }
        }
        return new Chart(LEFT, bars, lines, marks);
    }

    private static int scaled(BigDecimal value, BigDecimal top) {
        return value.multiply(BigDecimal.valueOf(FLOOR - CEILING))
                .divide(top, 0, RoundingMode.HALF_UP)
                .intValueExact();
    }

    /// The smallest of 1, 2, 5, 10, 20, … that needs at most five gridlines.
    private static BigDecimal step(BigDecimal highest) {
        for (BigDecimal power = BigDecimal.ONE; ; power = power.movePointRight(1)) {
            for (int factor : STEPS) {
                BigDecimal step = power.multiply(BigDecimal.valueOf(factor));
                if (highest.compareTo(step.multiply(BigDecimal.valueOf(5))) <= 0) {
                    return step;
                }
            }
        }
    }
}
