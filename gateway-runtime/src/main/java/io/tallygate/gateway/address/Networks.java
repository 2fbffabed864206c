package io.tallygate.gateway.address;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Ranges of addresses in CIDR notation (RFC 4632, RFC 4291). Looked up by halving, so that a long list costs little
/// more than a short one. Immutable.
public final class Networks {
    public static final Networks NONE = new Networks(List.of());

    /// Four words a range, sorted and without overlaps: first address, last address.
    private final long[] bounds;

    private record Range(IpAddress first, IpAddress last) {}

    private Networks(List<Range> ranges) {
        List<Range> merged = merged(ranges);
        bounds = new long[merged.size() * 4];
        for (int i = 0; i < merged.size(); i++) {
            bounds[i * 4] = merged.get(i).first().high();
            bounds[i * 4 + 1] = merged.get(i).first().low();
            bounds[i * 4 + 2] = merged.get(i).last().high();
            bounds[i * 4 + 3] = merged.get(i).last().low();
        }
    }

    /// @param texts  an address, or an address and how many of its first bits count: `192.0.2.0/24`, `2001:db8::/32`
    /// @throws IllegalArgumentException  naming the one that is none
    public static Networks of(Collection<String> texts) {
        return texts.isEmpty()
                ? NONE
                : new Networks(texts.stream().map(Networks::range).toList());
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("not an address or a range of addresses: " + text);
        }
        int most = address.is4() && text.indexOf(':') < 0 ? 32 : 128;
        int bits = slash < 0 ? most : bits(text.substring(slash + 1), most);
        if (bits < 0) {
            throw new IllegalArgumentException("not an address or a range of addresses: " + text);
        }
        int counted = bits + 128 - most;
        long highMask = mask(counted);
        long lowMask = mask(counted - 64);
        return new Range(
                new IpAddress(address.high() & highMask, address.low() & lowMask),
                new IpAddress(address.high() | ~highMask, address.low() | ~lowMask));
    }

    private static int bits(String text, int most) {
        if (!text.matches("0|[1-9][0-9]{0,2}")) {
            return -1;
        }
        int bits = Integer.parseInt(text);
        return bits <= most ? bits : -1;
    }

    /// The first bits of a word.
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= 64 ? -1L : -1L << 64 - bits;
    }

    private static List<Range> merged(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparing(Range::first, Networks::compare));
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            Range before = merged.isEmpty() ? null : merged.getLast();
            if (before == null || compare(range.first(), before.last()) > 0) {
                merged.add(range);
            } else if (compare(range.last(), before.last()) > 0) {
                merged.set(merged.size() - 1, new Range(before.first(), range.last()));
            }
        }
        return merged;
    }

    private static int compare(IpAddress a, IpAddress b) {
        return compare(a.high(), a.low(), b.high(), b.low());
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int first = Long.compareUnsigned(high, otherHigh);
        return first != 0 ? first : Long.compareUnsigned(low, otherLow);
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    public boolean contains(IpAddress address) {
        int from = 0;
        int to = bounds.length / 4 - 1;
        while (from <= to) {
            int at = from + to >>> 1;
            if (compare(address.high(), address.low(), bounds[at * 4], bounds[at * 4 + 1]) < 0) {
                to = at - 1;
            } else if (compare(address.high(), address.low(), bounds[at * 4 + 2], bounds[at * 4 + 3]) > 0) {
                from = at + 1;
            } else {
                return true;
            }
        }
        return false;
    }
}
