package io.tallygate.gateway.events;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.events.CloudEvent.Broken;
import io.tallygate.gateway.events.CloudEvent.Whole;
import io.tallygate.metering.recording.UnitAmount;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// Whether an event can be counted as it is.
final class EventCheck {
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,60}(\\.[0-9]{1,60})?");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /// What the store can keep.
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private final EventCredential credential;
    private final EventRules rules;
    private final EventSubjects subjects;
    private final Instant now;

    EventCheck(EventCredential credential, EventRules rules, EventSubjects subjects, Instant now) {
        this.credential = credential;
        this.rules = rules;
        this.subjects = subjects;
        this.now = now;
    }

    sealed interface Judged {
        /// @param occurredAt  microseconds since 1970
        record Countable(Whole event, UUID subscription, long occurredAt) implements Judged {}

        /// @param reason  in one word, as the answer and the store have it
        /// @param detail  for people
        record Dead(CloudEvent event, String reason, String detail) implements Judged {}
    }

    Judged judge(CloudEvent event) {
        return switch (event) {
            case Broken broken -> new Judged.Dead(broken, "malformed-event", broken.why());
            case Whole whole -> judge(whole);
        };
    }

    private Judged judge(Whole event) {
        Instant occurred = now;
        String time = event.time();
        if (time != null) {
            try {
                occurred = OffsetDateTime.parse(time).toInstant();
            } catch (DateTimeException malformed) {
                return new Judged.Dead(event, "malformed-time", "time is none as RFC 3339 has it.");
            }
        }
        if (occurred.isAfter(now.plus(EventBounds.AHEAD))) {
            return new Judged.Dead(event, "future-time", "time is more than 5 minutes ahead of the gateway's clock.");
        }
        if (occurred.isBefore(EARLIEST)) {
            return new Judged.Dead(event, "malformed-time", "time is before the year 2000.");
        }
        List<EventMeter> meters = rules.meters(credential.tenant(), event.type());
        if (meters.isEmpty()) {
            return new Judged.Dead(event, "unknown-type", "No meter counts events of this type.");
        }
        EventSubjects.Owner owner =
                UUID_TEXT.matcher(event.subject()).matches() ? subjects.of(UUID.fromString(event.subject())) : null;
        if (owner == null
                || !owner.tenant().equals(credential.tenant())
                || !owner.environment().equals(credential.environment())) {
            return new Judged.Dead(
                    event,
                    "unknown-subject",
                    "subject is no subscription in the environment " + credential.environment() + ".");
        }
        for (EventMeter meter : meters) {
            String wrong = wrong(meter, event.data());
            if (wrong != null) {
                return new Judged.Dead(event, "malformed-value", wrong);
            }
        }
        return new Judged.Countable(
                event, UUID.fromString(event.subject()), ChronoUnit.MICROS.between(Instant.EPOCH, occurred));
    }

    /// @return  null: the meter can count it, or does not mean it
    private static @org.jspecify.annotations.Nullable String wrong(EventMeter meter, JsonNode data) {
        JsonPointer place = meter.value();
        if (place == null || !isMeant(meter, data)) {
            return null;
        }
        JsonNode value = data.at(place);
        if (value.isMissingNode() || value.isNull()) {
            return "Nothing is at " + place + ", which the meter " + meter.slug() + " counts.";
        }
        boolean right = meter.decimal()
                ? isDecimal(value)
                : value.isValueNode() && !value.asText().isEmpty();
        return right
                ? null
                : "What is at " + place + " is no "
                        + (meter.decimal()
                                ? "decimal of at most 26 digits before the point and 12 behind it"
                                : "single value")
                        + ", which the meter " + meter.slug() + " needs.";
    }

    private static boolean isMeant(EventMeter meter, JsonNode data) {
        for (Map.Entry<JsonPointer, Set<String>> filter : meter.filters().entrySet()) {
            if (!filter.getValue().contains(data.at(filter.getKey()).asText())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDecimal(JsonNode value) {
        if (value.isNumber()) {
            return UnitAmount.fits(value.decimalValue());
        }
        return value.isTextual()
                && DECIMAL.matcher(value.asText()).matches()
                && UnitAmount.fits(new BigDecimal(value.asText()));
    }
}
