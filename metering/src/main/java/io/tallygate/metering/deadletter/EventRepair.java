package io.tallygate.metering.deadletter;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tallygate.metering.meter.MeterDefinition;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether an event can be counted as it is now, by the rules of the gateways' Events API.
public final class EventRepair {
    /// Characters of an event.
    public static final int MOST = 64 << 10;

    private static final int LONGEST_ATTRIBUTE = 1_024;
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final int WHOLE_DIGITS = 26;
    private static final int DECIMALS = 12;
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,60}(\\.[0-9]{1,60})?");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final List<MeterDefinition> meters;
    private final Predicate<UUID> subscriptions;
    private final Instant now;

    /// @param meters         those that count events
    /// @param subscriptions  whether the tenant has such a subscription in the event's environment
    public EventRepair(List<MeterDefinition> meters, Predicate<UUID> subscriptions, Instant now) {
        this.meters = List.copyOf(meters);
        this.subscriptions = subscriptions;
        this.now = now;
    }

    /// @param event   null: it cannot be counted
    /// @param reason  why not, in one word, as gateways say it
    /// @param detail  for people
    public record Judged(
            @Nullable CountableEvent event,
            @Nullable String reason,
            @Nullable String detail) {
        private static Judged dead(String reason, String detail) {
            return new Judged(null, reason, detail);
        }
    }

    /// @param text  a CloudEvent in its JSON form
    public Judged judge(String text) {
        if (text.length() > MOST) {
            return Judged.dead("malformed-event", "It is longer than " + MOST + " characters.");
        }
        JsonNode event;
        try {
            event = JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            return Judged.dead("malformed-event", "This is no JSON: " + malformed.getOriginalMessage());
        }
        if (event == null || !event.isObject()) {
            return Judged.dead("malformed-event", "An event is a JSON object.");
        }
        if (!event.path("specversion").asText().equals("1.0")) {
            return Judged.dead("malformed-event", "specversion must be 1.0.");
        }
        for (String attribute : List.of("id", "source", "type", "subject")) {
            JsonNode value = event.path(attribute);
            if (!value.isTextual() || value.asText().isEmpty() || value.asText().length() > LONGEST_ATTRIBUTE) {
                return Judged.dead(
                        "malformed-event", attribute + " must be a text of 1 to " + LONGEST_ATTRIBUTE + " characters.");
            }
        }
        return judge(event);
    }

    private Judged judge(JsonNode event) {
        Instant occurred = now;
        if (event.hasNonNull("time")) {
            try {
                occurred = OffsetDateTime.parse(event.path("time").asText()).toInstant();
            } catch (DateTimeException malformed) {
                return Judged.dead("malformed-time", "time is none as RFC 3339 has it.");
            }
        }
        if (occurred.isAfter(now.plus(AHEAD))) {
            return Judged.dead("future-time", "time is more than 5 minutes ahead.");
        }
        if (occurred.isBefore(EARLIEST)) {
            return Judged.dead("malformed-time", "time is before the year 2000.");
        }
        String type = event.path("type").asText();
        List<MeterDefinition> counting =
                meters.stream().filter(meter -> type.equals(meter.eventType())).toList();
        if (counting.isEmpty()) {
            return Judged.dead("unknown-type", "No meter counts events of this type.");
        }
        Optional<UUID> subscription = id(event.path("subject").asText()).filter(subscriptions);
        if (subscription.isEmpty()) {
            return Judged.dead("unknown-subject", "subject is no subscription in the event's environment.");
        }
        JsonNode data = event.path("data");
        for (MeterDefinition meter : counting) {
            String wrong = wrong(meter, data);
            if (wrong != null) {
                return Judged.dead("malformed-value", wrong);
            }
        }
        return new Judged(
                new CountableEvent(
                        event.path("source").asText(),
                        event.path("id").asText(),
                        type,
                        event.path("subject").asText(),
                        subscription.get(),
                        occurred,
                        data.isMissingNode() ? "null" : data.toString()),
                null,
                null);
    }

    private static Optional<UUID> id(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static @Nullable String wrong(MeterDefinition meter, JsonNode data) {
        String place = meter.value();
        if (place == null || !isMeant(meter, data)) {
            return null;
        }
        JsonNode value = data.at(JsonPointer.compile(place));
        if (value.isMissingNode() || value.isNull()) {
            return "Nothing is at " + place + ", which the meter " + meter.slug() + " counts.";
        }
        if (meter.isOfNumbers()
                ? isDecimal(value)
                : value.isValueNode() && !value.asText().isEmpty()) {
            return null;
        }
        return "What is at " + place + " is nothing that the meter " + meter.slug() + " can count.";
    }

    private static boolean isMeant(MeterDefinition meter, JsonNode data) {
        for (Map.Entry<String, List<String>> filter : meter.filters().entrySet()) {
            String place = meter.dimensions().getOrDefault(filter.getKey(), "");
            if (place.startsWith("/")
                    && !filter.getValue()
                            .contains(data.at(JsonPointer.compile(place)).asText())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDecimal(JsonNode value) {
        boolean decimal = value.isNumber()
                || (value.isTextual() && DECIMAL.matcher(value.asText()).matches());
        if (!decimal) {
            return false;
        }
        BigDecimal number = value.isNumber() ? value.decimalValue() : new BigDecimal(value.asText());
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return plain.scale() <= DECIMALS && plain.precision() - plain.scale() <= WHOLE_DIGITS;
    }
}
