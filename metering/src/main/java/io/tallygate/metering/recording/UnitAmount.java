package io.tallygate.metering.recording;

import java.math.BigDecimal;
import java.math.BigInteger;

/// An amount of a unit, exact: the store's `Decimal(38, 12)`, at most 26 digits before the point and 12 behind it.
/// Mutable and used again: reading one makes no object.
public final class UnitAmount {
    public static final int MOST_BEFORE_POINT = 26;
    public static final int MOST_BEHIND_POINT = 12;

    private long high;
    private long low;

    /// Reads digits, with a point among them or without; zeros that change nothing do not count. No sign and no
    /// exponent: whoever tells what a call has used tells it plainly.
    /// @param text  in ASCII
    /// @return      false when it is none, or one that cannot be kept exactly; the amount is void then
    public boolean read(byte[] text, int from, int to) {
        high = 0;
        low = 0;
        int before = 0;
        int at = from;
        boolean any = false;
        for (; at < to && isDigit(text[at]); at++) {
            any = true;
            if (before > 0 || text[at] != '0') {
                before++;
            }
            if (before > MOST_BEFORE_POINT) {
                return false;
            }
            push(text[at] - '0');
        }
        int behind = 0;
        if (at < to && text[at] == '.') {
            int pointAt = at++;
            for (; at < to && isDigit(text[at]); at++) {
                if (behind < MOST_BEHIND_POINT) {
                    behind++;
                    push(text[at] - '0');
                } else if (text[at] != '0') {
                    return false;
                }
            }
            any &= at > pointAt + 1;
        }
        for (; behind < MOST_BEHIND_POINT; behind++) {
            push(0);
        }
        return any && at == to;
    }

    /// @return  false when it is negative, or cannot be kept exactly
    public boolean set(BigDecimal value) {
        if (value.signum() < 0 || !fits(value)) {
            return false;
        }
        BigInteger whole = value.setScale(MOST_BEHIND_POINT).unscaledValue();
        low = whole.longValue();
        high = whole.shiftRight(64).longValue();
        return true;
    }

    /// Whether the store keeps it exactly, whatever its sign.
    public static boolean fits(BigDecimal value) {
        // the exponent first: what it would take to write out 1e999999999 must never be made
        if (value.signum() == 0) {
            return true;
        }
        if ((long) value.precision() - value.scale() > MOST_BEFORE_POINT) {
            return false;
        }
        return value.scale() <= MOST_BEHIND_POINT || value.stripTrailingZeros().scale() <= MOST_BEHIND_POINT;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private void push(int digit) {
        long carry = Math.unsignedMultiplyHigh(low, 10);
        low *= 10;
        high = high * 10 + carry;
        long sum = low + digit;
        if (Long.compareUnsigned(sum, low) < 0) {
            high++;
        }
        low = sum;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /// As a decimal.
    public BigDecimal value() {
        BigInteger whole = BigInteger.valueOf(high).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
        return new BigDecimal(whole, MOST_BEHIND_POINT);
    }
}
