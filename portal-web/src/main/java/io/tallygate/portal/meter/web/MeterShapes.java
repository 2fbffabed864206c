package io.tallygate.portal.meter.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Text;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Meters as the control API has them.
final class MeterShapes {
    private static final String SOURCES = "`requests`, `bytes-in`, `bytes-out`, `duration` (seconds), `units` that"
            + " responses tell, or `events` of your own back ends.";

    private MeterShapes() {}

    @About("What is counted.")
    record Meter(
            UUID id,
            @Text(pattern = Text.SLUG, example = "tokens") String slug,
            @Text(example = "Tokens") String name,

            @Text(oneOf = {"requests", "bytes-in", "bytes-out", "duration", "units", "events"}) @About(SOURCES)
            String source,

            @Text(example = "com.acme.tokens") @Nullable String eventType,

            @Text(oneOf = {"sum", "count", "max", "unique", "latest", "weighted-sum"})
            String aggregation,

            @Text(example = "/tokens") @Nullable String value,

            @About("Names and what they lead to.") JsonObject dimensions,

            @About("The values that are counted, by dimension.")
            JsonObject filters,

            @About("What a call counts, by operation.") JsonObject weights,
            @Text(example = "token") String unit,
            Instant createdAt,
            @About("Null while it counts.") @Nullable Instant archivedAt) {}

    record NewMeter(
            @Text(least = 1, most = 63, pattern = Text.SLUG, example = "tokens") @About("By which questions know it.")
            String slug,

            @Text(least = 1, most = 200, example = "Tokens") String name,

            @Text(oneOf = {"requests", "bytes-in", "bytes-out", "duration", "units", "events"})
            @About(SOURCES + " `requests` when it is left out.")
            @Nullable
            String source,

            @Text(most = 127, example = "com.acme.tokens")
            @About("The CloudEvents type that is meant; of events only.")
            @Nullable
            String eventType,

            @Text(oneOf = {"sum", "count", "max", "unique", "latest", "weighted-sum"})
            @About("`weighted-sum`: values change a level, and the quantity is its average over time. `count` of"
                    + " requests and `sum` of everything else when it is left out.")
            @Nullable
            String aggregation,

            @Text(most = 200, example = "/tokens")
            @About("Of events a JSON pointer into their data, of units the unit’s name, of requests whose differing"
                    + " values are counted a column.")
            @Nullable
            String value,

            @About("By what it can be grouped and filtered: at most eight names, each with a JSON pointer into an"
                    + " event’s data (or `subject`, `source`), or a column of calls, or `attributes/` and an"
                    + " attribute’s name.")
            @Nullable
            JsonObject dimensions,

            @About("The values that are counted, a list by dimension; of calls also by column, such as `statusClass`.")
            @Nullable
            JsonObject filters,

            @About("Of a sum of requests: what a call of an operation counts instead of one, as a text.") @Nullable
            JsonObject weights,

            @Text(least = 1, most = 63, example = "token") @About("In the singular.")
            String unit) {}

    @About("What decides a meter’s numbers stays as it is: archive it and make another.")
    record MeterChange(
            @Text(least = 1, most = 200, example = "Tokens") @Nullable
            String name,

            @About("They replace those that it has.") @Nullable
            JsonObject dimensions,

            @Text(least = 1, most = 63, example = "token") @Nullable
            String unit) {}

    record MetersQuestion(
            @About("Only those that are archived, or only those that count; all when it is left out.") @Nullable
            Boolean archived) {}
}
