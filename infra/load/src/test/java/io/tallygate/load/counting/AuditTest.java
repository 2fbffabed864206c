package io.tallygate.load.counting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.load.counting.Audit.Findings;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A drill is worth what its audit sees.
class AuditTest {
    private static final long NOON = 1_800_000_000L * 1_000_000;
    private static final long SECOND = 1_000_000;

    private final Ledger ledger = new Ledger();
    private final List<Row> rows = new ArrayList<>();

    private record Row(long id, long tenant, long ended, int status, String operation) {}

    /// A hundred calls, each answered, complete and counted.
    private Findings audited(Consumer<List<Row>> fault) throws IOException, InterruptedException {
        int kind = Offer.kind(100, "getItem", 200);
        for (int i = 0; i < 100; i++) {
            ledger.answered(1, i);
            ledger.complete(1, i, kind, NOON + i * SECOND, NOON + i * SECOND + SECOND / 2);
            rows.add(new Row(i, 100, NOON + i * SECOND + SECOND / 4, 200, "getItem"));
        }
        fault.accept(rows);
        Audit audit = new Audit(ledger, List.of(new MovedClock.Span(0, Long.MAX_VALUE, 0)));
        return audit.of(query -> query.contains("GROUP BY") ? sums() : all());
    }

    private DataInputStream all() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (Row row : rows) {
            out.writeLong(Long.reverseBytes(1));
            out.writeLong(Long.reverseBytes(row.id));
            out.writeLong(0);
            out.writeLong(Long.reverseBytes(row.tenant));
            out.writeLong(Long.reverseBytes(row.ended));
            out.writeShort(Short.reverseBytes((short) row.status));
            text(out, row.operation);
        }
        return answer(bytes);
    }

    private DataInputStream sums() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        var groups = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> new Row(0, row.tenant, row.ended / Moment.MINUTE, row.status, row.operation),
                        Collectors.counting()));
        for (var group : groups.entrySet()) {
            out.writeLong(0);
            out.writeLong(Long.reverseBytes(group.getKey().tenant));
            out.writeInt(Integer.reverseBytes((int) (group.getKey().ended * 60)));
            out.writeShort(Short.reverseBytes((short) group.getKey().status));
            text(out, group.getKey().operation);
            out.writeLong(Long.reverseBytes(group.getValue()));
        }
        return answer(bytes);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeByte(text.length());
        out.write(text.getBytes(UTF_8));
    }

    private static DataInputStream answer(ByteArrayOutputStream bytes) {
        return new DataInputStream(new BufferedInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    @Test
    void calls_that_are_counted_as_they_were_made_are_nothing_to_speak_of() throws Exception {
        Findings found = audited(all -> {});
        assertThat(found).isEqualTo(new Findings(0, 0, 0, 100, 0, 0, 0, 0, found.sums(), 0));
        assertThat(found.sums()).isEqualTo(2); // of two minutes
    }

    @Test
    void a_call_that_is_not_counted_is_lost() throws Exception {
        Findings found = audited(all -> all.remove(17));
        assertThat(found.lost()).isEqualTo(1);
        assertThat(found.counted()).isEqualTo(99);
    }

    @Test
    void a_call_that_is_counted_twice_is_found_and_its_sum_differs() throws Exception {
        Findings found = audited(all -> all.add(all.get(17)));
        assertThat(found.duplicated()).isEqualTo(1);
        assertThat(found.differing()).isEqualTo(1);
    }

    @Test
    void what_the_service_never_answered_is_a_phantom() throws Exception {
        Findings found = audited(all -> all.add(new Row(4711, 100, NOON, 200, "getItem")));
        assertThat(found.phantom()).isEqualTo(1);
        assertThat(found.differing()).isEqualTo(1);
    }

    @Test
    void another_status_operation_tenant_or_minute_is_noticed() throws Exception {
        Findings found = audited(all -> {
            all.set(3, new Row(3, 100, all.get(3).ended, 500, "getItem"));
            all.set(4, new Row(4, 100, all.get(4).ended, 200, "listItems"));
            all.set(5, new Row(5, 101, all.get(5).ended, 200, "getItem"));
            all.set(6, new Row(6, 100, all.get(6).ended + Moment.MINUTE, 200, "getItem"));
        });
        assertThat(found.wrong()).isEqualTo(3);
        assertThat(found.misdated()).isEqualTo(1);
        assertThat(found.differing()).isPositive();
        assertThat(found.lost()).isZero();
    }

    @Test
    void a_clock_that_jumped_dates_calls_by_the_time_it_showed_and_no_other() throws Exception {
        long hours = 3 * 3600 * SECOND;
        int kind = Offer.kind(100, "getItem", 200);
        for (int i = 0; i < 4; i++) {
            ledger.answered(1, i);
            ledger.complete(1, i, kind, NOON + i * 100 * SECOND, NOON + i * 100 * SECOND + SECOND);
        }
        rows.add(new Row(0, 100, NOON + 1, 200, "getItem"));
        rows.add(new Row(1, 100, NOON + 100 * SECOND + 1, 200, "getItem"));
        rows.add(new Row(2, 100, NOON + 200 * SECOND + 1 + hours, 200, "getItem"));
        rows.add(new Row(3, 100, NOON + 300 * SECOND + 1, 200, "getItem")); // by a clock that was wrong by then
        Audit audit = new Audit(
                ledger,
                List.of(
                        new MovedClock.Span(0, NOON + 150 * SECOND, 0),
                        new MovedClock.Span(NOON + 150 * SECOND, Long.MAX_VALUE, hours)));
        Findings found = audit.of(query -> query.contains("GROUP BY") ? sums() : all());
        assertThat(found.misdated()).isEqualTo(1);
    }

    @Test
    void calls_whose_answer_was_cut_and_records_that_the_drill_destroyed_are_apart() throws Exception {
        ledger.answered(1, 900);
        Findings found = audited(all -> {
            all.add(new Row(900, 100, NOON, 200, "getItem"));
            ledger.note(ledger.find(1, 8), Ledger.DESTROYED);
            all.remove(8);
        });
        assertThat(found.cutButCounted()).isEqualTo(1);
        assertThat(found.destroyed()).isEqualTo(1);
        assertThat(found.lost() + found.phantom() + found.duplicated()).isZero();
    }
}
