package io.tallygate.billing.period;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Which part of a period something ran: an exact fraction, so that nothing is lost before an amount is rounded once.
/// @param numerator    ≥ 0
/// @param denominator  > 0; kept as counted, not reduced: 14 of 28 days
public record Share(long numerator, long denominator) implements Comparable<Share> {
    public static final Share NONE = new Share(0, 1);
    public static final Share WHOLE = new Share(1, 1);

    public Share {
        if (numerator < 0 || denominator < 1) {
            throw new IllegalArgumentException("share: " + numerator + "/" + denominator);
        }
    }

    public boolean isNone() {
        return numerator == 0;
    }

    /// The part of `whole`, rounded half up once.
    /// @param whole     exact; may be negative, and is then rounded away from zero at the half
    /// @param decimals  of the answer, as its currency has
    public BigDecimal of(BigDecimal whole, int decimals) {
        return times(whole).divide(BigDecimal.valueOf(denominator), decimals, RoundingMode.HALF_UP);
    }

    /// To so many significant digits, for those who show or compare it: not for money that is added up.
    public BigDecimal of(BigDecimal whole, MathContext digits) {
        return times(whole).divide(BigDecimal.valueOf(denominator), digits);
    }

    private BigDecimal times(BigDecimal whole) {
        return whole.multiply(BigDecimal.valueOf(numerator));
    }

    /// What is left of this share when that much of it was used; none when all of it and more was.
    public Share minus(Share used) {
        if (denominator == used.denominator) {
            return new Share(Math.max(0, numerator - used.numerator), denominator);
        }
        BigInteger left = product(numerator, used.denominator).subtract(product(used.numerator, denominator));
        return reduced(left.max(BigInteger.ZERO), product(denominator, used.denominator));
    }

    public Share plus(Share other) {
        if (denominator == other.denominator) {
            return new Share(Math.addExact(numerator, other.numerator), denominator);
        }
        return reduced(
                product(numerator, other.denominator).add(product(other.numerator, denominator)),
                product(denominator, other.denominator));
    }

    /// By value: 1/2 is as much as 14/28, though the two are not equal records.
    @Override
    public int compareTo(Share other) {
        return product(numerator, other.denominator).compareTo(product(other.numerator, denominator));
    }

    private static Share reduced(BigInteger numerator, BigInteger denominator) {
        BigInteger common = numerator.gcd(denominator);
        return new Share(
                numerator.divide(common).longValueExact(),
                denominator.divide(common).longValueExact());
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
