package io.tallygate.metering.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The single calls that a billed quantity is the sum of: what was billable and stored by the cut-off it was read at,
/// oldest first. However often it is asked, and whatever has arrived since, the answer is the same.
public final class BilledCalls {
    private final ClickHouse clickHouse;
    private final ReadingBudget budget;

    BilledCalls(ClickHouse clickHouse, ReadingBudget budget) {
        this.clickHouse = clickHouse;
        this.budget = budget;
    }

    /// @param period  by the calls' end, as it stands on the line
    /// @param cutOff  as of which the line was made; null: all that is there
    public record Line(
            TenantId tenant,
            SubscriptionId subscription,
            Period period,
            @Nullable Instant cutOff) {}

    /// @param before  how many calls of the line come before the first of these
    /// @param nextCursor  null on the last page; opaque
    public record Page(
            List<UsageEvent> calls, long before, @Nullable String nextCursor) {
        public Page {
            calls = List.copyOf(calls);
        }
    }

    /// @param limit   1 to [UsageReader#MAX_REQUESTS]
    /// @param cursor  of the page before; null for the first
    public Page page(Line line, int limit, @Nullable String cursor) {
        if (limit < 1 || limit > UsageReader.MAX_REQUESTS) {
            throw new UsageQueryInvalid("limit", "1 to " + UsageReader.MAX_REQUESTS);
        }
        Selection selection = selection(line);
        long before = 0;
        if (cursor != null) {
            RequestsCursor place = RequestsCursor.parse(cursor);
            before = countUpTo(line, place);
            place(selection, ">", place);
        }
        List<UsageEvent> calls = answered(
                        line,
                        "SELECT " + EventColumns.NAMES + selection.text() + " ORDER BY ended_at, id LIMIT "
                                + (limit + 1) + Selection.SETTINGS,
                        selection)
                .stream()
                .map(EventColumns::event)
                .toList();
        if (calls.size() <= limit) {
            return new Page(calls, before, null);
        }
        UsageEvent last = calls.get(limit - 1);
        return new Page(calls.subList(0, limit), before, RequestsCursor.of(last).text());
    }

    /// How many there are: what the line's quantity of requests is.
    public long count(Line line) {
        Selection selection = selection(line);
        return number(line, selection);
    }

    /// Those of these ids that are of the line, each with its place in it, from 1; in the line's order.
    /// @param ids  at most [UsageReader#MAX_REQUESTS]
    public List<Placed> find(Line line, List<UUID> ids) {
        if (ids.isEmpty() || ids.size() > UsageReader.MAX_REQUESTS) {
            throw new UsageQueryInvalid("calls", "1 to " + UsageReader.MAX_REQUESTS);
        }
        Selection selection = selection(line);
        StringBuilder all = new StringBuilder("[");
        for (UUID id : ids) {
            all.append(all.length() > 1 ? "," : "").append('\'').append(id).append('\'');
        }
        selection.and("has({ids:Array(UUID)}, id)", "ids", all.append(']').toString());
        return answered(
                        line,
                        "SELECT " + EventColumns.NAMES + selection.text() + " ORDER BY ended_at, id"
                                + Selection.SETTINGS,
                        selection)
                .stream()
                .map(EventColumns::event)
                .map(call -> new Placed(call, countUpTo(line, RequestsCursor.of(call))))
                .toList();
    }

    /// @param place  in the line, from 1
    public record Placed(UsageEvent call, long place) {}

    private long countUpTo(Line line, RequestsCursor place) {
        Selection selection = selection(line);
        place(selection, "<=", place);
        return number(line, selection);
    }

    private long number(Line line, Selection selection) {
        return answered(line, "SELECT count()" + selection.text() + Selection.SETTINGS, selection)
                .getFirst()
                .get(0)
                .asLong();
    }

    private static void place(Selection selection, String than, RequestsCursor place) {
        selection.and(
                "(ended_at, id) " + than + " (fromUnixTimestamp64Micro({placeEnd:Int64}, 'UTC'), {placeId:UUID})",
                "placeEnd",
                String.valueOf(place.endedAtMicros()));
        selection.value("placeId", place.id().toString());
    }

    private static Selection selection(Line line) {
        Selection selection = new Selection(
                line.tenant(),
                UsageFilter.everything()
                        .withSubscription(line.subscription().value())
                        .withBillable(true),
                line.period());
        if (line.cutOff() != null) {
            // the earlier a row was stored, the higher its precedence
            long micros = Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, line.cutOff()));
            selection.and("precedence >= {stored:UInt64}", "stored", Long.toUnsignedString(-1 - micros));
        }
        return selection;
    }

    private List<JsonNode> answered(Line line, String statement, Selection selection) {
        budget.admit(line.tenant());
        try {
            ClickHouse.Answer answer = clickHouse.question(statement, selection.values());
            budget.spent(line.tenant(), answer.processorTime());
            return answer.rows();
        } catch (ClickHouseFailure e) {
            throw UsageQueryInvalid.orAway(e);
        }
    }
}
