package io.tallygate.load.counting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.load.counting.MovedClock.Span;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Compares the store with the [Ledger], first row by row, then sum by sum: per tenant, operation, status and minute.
/// Complete at the client ⊆ counted ⊆ answered by the service. The minute of a call is the ledger's own wherever
/// request and answer fell into the same; of one that spans two, the store may say either.
final class Audit {
    /// Clocks of two processes of one machine differ by less.
    private static final long SLACK = 50_000;

    /// After a clock was put back, calls may for a moment go on at the moment that was already called complete.
    private static final long AFTER_A_JUMP = 15_000_000;

    private static final String ROWS =
            "SELECT id, tenant, ended_at, status, operation FROM usage_event FINAL" + " FORMAT RowBinary";
    private static final String SUMS = "SELECT tenant, toStartOfMinute(ended_at), status, operation, count()"
            + " FROM usage_event FINAL GROUP BY ALL FORMAT RowBinary";

    private final Ledger ledger;
    private final List<Span> clock;

    private long counted;
    private long duplicated;
    private long phantom;
    private long cutButCounted;
    private long wrong;
    private long misdated;
    private final Map<Group, Long> expected = new HashMap<>();

    private record Group(int kind, long minute) {}

    /// @param lost           complete at the client and not counted
    /// @param duplicated     counted more often than once
    /// @param phantom        counted and never answered by the service
    /// @param counted        rows, each once
    /// @param cutButCounted  of calls whose answer the client did not get whole
    /// @param wrong          counted for another tenant, operation or status than was called
    /// @param misdated       said to have ended before the request was sent or after the answer was read
    /// @param differing      sums of a tenant, operation, status and minute that are not the ledger's
    /// @param sums           that were compared
    /// @param destroyed      records that the drill itself destroyed on the disk, and that were not stored before
    record Findings(
            long lost,
            long duplicated,
            long phantom,
            long counted,
            long cutButCounted,
            long wrong,
            long misdated,
            long differing,
            long sums,
            long destroyed) {}

    /// Answers in ClickHouse's RowBinary.
    @FunctionalInterface
    interface Answers {
        DataInputStream rows(String query) throws IOException, InterruptedException;
    }

    /// @param clock  that the gateways went by, beside the machine's
    Audit(Ledger ledger, List<Span> clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    Findings of(Answers store) throws IOException, InterruptedException {
        try (DataInputStream rows = store.rows(ROWS)) {
            while (hasMore(rows)) {
                row(rows);
            }
        }
        long[] missing = {0, 0};
        ledger.each(slot -> {
            if (ledger.is(slot, Ledger.COMPLETE) && !ledger.is(slot, Ledger.COUNTED)) {
                missing[ledger.is(slot, Ledger.DESTROYED) ? 1 : 0]++;
            }
        });
        long sums = expected.size();
        long differing = differing(store);
        return new Findings(
                missing[0], duplicated, phantom, counted, cutButCounted, wrong, misdated, differing, sums, missing[1]);
    }

    private static boolean hasMore(DataInputStream in) throws IOException {
        in.mark(1);
        boolean more = in.read() >= 0;
        in.reset();
        return more;
    }

    private void row(DataInputStream in) throws IOException {
        long high = Long.reverseBytes(in.readLong());
        long low = Long.reverseBytes(in.readLong());
        in.readLong();
        long tenant = Long.reverseBytes(in.readLong());
        long ended = Long.reverseBytes(in.readLong());
        int status = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
        int kind = Offer.kind(tenant, text(in), status);
        int call = ledger.find(high, low);
        counted++;
        if (call < 0 || !ledger.is(call, Ledger.ANSWERED)) {
            phantom++;
            if (phantom < 4) {
                System.err.println("phantom: " + new UUID(high, low) + ", status " + status + ", ended " + ended);
            }
            return;
        }
        if (ledger.is(call, Ledger.COUNTED)) {
            duplicated++;
            return;
        }
        ledger.note(call, Ledger.COUNTED);
        if (!ledger.is(call, Ledger.COMPLETE)) {
            cutButCounted++;
            expected.merge(new Group(kind, Moment.minute(ended)), 1L, Long::sum);
            return;
        }
        if (kind != ledger.kind(call)) {
            wrong++;
            if (wrong < 4) {
                System.err.println(
                        "wrong: " + Offer.text(ledger.kind(call)) + " counted with status " + status + " of " + tenant);
            }
        }
        expected.merge(new Group(ledger.kind(call), minute(call, ended)), 1L, Long::sum);
    }

    /// The ledger's own, unless the call spans several.
    private long minute(int call, long ended) {
        long sent = ledger.sent(call);
        long end = ledger.end(call);
        long jumpSlack = clock.size() > 1 ? AFTER_A_JUMP : 0;
        for (Span span : clock) {
            boolean applies = span.from() <= end && span.to() >= sent - jumpSlack;
            long earliest = sent + span.offset() - SLACK - jumpSlack;
            long latest = end + span.offset() + SLACK + jumpSlack;
            if (applies && ended >= earliest && ended <= latest) {
                return Moment.minute(ended);
            }
        }
        misdated++;
        if (misdated < 4) {
            System.err.println("misdated: sent " + sent + ", answered " + end + ", ended " + ended);
        }
        return Moment.minute(end);
    }

    private long differing(Answers store) throws IOException, InterruptedException {
        long differing = 0;
        try (DataInputStream sums = store.rows(SUMS)) {
            while (hasMore(sums)) {
                sums.readLong();
                long tenant = Long.reverseBytes(sums.readLong());
                long minute = Integer.toUnsignedLong(Integer.reverseBytes(sums.readInt())) / 60;
                int status = Short.toUnsignedInt(Short.reverseBytes(sums.readShort()));
                Group group = new Group(Offer.kind(tenant, text(sums), status), minute);
                long calls = Long.reverseBytes(sums.readLong());
                Long ours = expected.remove(group);
                if (ours == null || ours != calls) {
                    differing++;
                    System.err.println("sum of " + Offer.text(Math.max(0, group.kind)) + " in minute " + minute + ": "
                            + calls + " counted, " + ours + " made");
                }
            }
        }
        return differing + expected.size();
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] text = new byte[in.readUnsignedByte()]; // shorter than 128 octets: its length takes one
        if (in.readNBytes(text, 0, text.length) < text.length) {
            throw new EOFException("an answer of the store was cut");
        }
        return new String(text, UTF_8);
    }
}
