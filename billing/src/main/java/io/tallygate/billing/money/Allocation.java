package io.tallygate.billing.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Cuts an amount into parts that add up to it: each part is its exact share rounded down, and the units that
/// are left
/// over go one by one to the largest remainders, the earlier part first where two are equal.
public final class Allocation {
    private Allocation() {}

    /// @param amount    with at most `decimals` decimals; may be negative
    /// @param weights   each above 0
    /// @param decimals  of every part
    /// @return          as many parts as weights, in their order
    /// @throws IllegalArgumentException  for an amount with more decimals, no weight, or a weight that is not
    /// positive
    public static List<BigDecimal> share(BigDecimal amount, List<BigDecimal> weights, int decimals) {
        BigInteger whole = units(amount, decimals);
        if (weights.isEmpty() || weights.stream().anyMatch(weight -> weight.signum() <= 0)) {
            throw new IllegalArgumentException("a weight must be positive: " + weights);
        }
        int scale = weights.stream().mapToInt(BigDecimal::scale).max().orElse(0);
        List<BigInteger> parts = weights.stream()
                .map(weight -> units(weight, Math.max(scale, 0)))
                .toList();
        BigInteger sum = parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
        List<BigInteger> floors = new ArrayList<>();
        List<BigInteger> remainders = new ArrayList<>();
        for (BigInteger part : parts) {
            BigInteger[] divided = whole.abs().multiply(part).divideAndRemainder(sum);
            floors.add(divided[0]);
            remainders.add(divided[1]);
        }
        List<BigInteger> shares = handOut(whole.abs(), floors, remainders);
        return shares.stream()
                .map(units -> new BigDecimal(whole.signum() < 0 ? units.negate() : units, decimals))
                .toList();
    }

    /// Rounds exact amounts so that they add up to a rounded total.
    /// @param exact     any sign
    /// @param total     with at most `decimals` decimals, and less than one unit from the amounts' sum for
    /// each of them
    /// @param decimals  of every amount that is returned
    /// @throws IllegalArgumentException  when the total is further away than rounding explains
    public static List<BigDecimal> round(List<BigDecimal> exact, BigDecimal total, int decimals) {
        int scale = Math.max(exact.stream().mapToInt(BigDecimal::scale).max().orElse(0), decimals);
        List<BigInteger> floors = new ArrayList<>();
        List<BigInteger> remainders = new ArrayList<>();
        for (BigDecimal amount : exact) {
            BigDecimal floor = amount.setScale(decimals, RoundingMode.FLOOR);
            floors.add(floor.unscaledValue());
            remainders.add(units(amount.subtract(floor), scale));
        }
        return handOut(units(total, decimals), floors, remainders).stream()
                .map(units -> new BigDecimal(units, decimals))
                .toList();
    }

    private static List<BigInteger> handOut(BigInteger whole, List<BigInteger> floors, List<BigInteger> remainders) {
        BigInteger left = whole.subtract(floors.stream().reduce(BigInteger.ZERO, BigInteger::add));
        if (left.signum() < 0 || left.compareTo(BigInteger.valueOf(floors.size())) > 0) {
            throw new IllegalArgumentException("the parts " + floors + " are not of " + whole);
        }
        List<BigInteger> shares = new ArrayList<>(floors);
        IntStream.range(0, floors.size())
                .boxed()
                .sorted(Comparator.<Integer, BigInteger>comparing(remainders::get)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(left.intValueExact())
                .forEach(index -> shares.set(index, shares.get(index).add(BigInteger.ONE)));
        return shares;
    }

    private static BigInteger units(BigDecimal amount, int decimals) {
        try {
            return amount.setScale(decimals, RoundingMode.UNNECESSARY).unscaledValue();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the amount has too many decimals: " + amount, e);
        }
    }
}
