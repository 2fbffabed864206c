package io.tallygate.gateway;

import io.tallygate.gateway.usage.CallerAddress;
import io.tallygate.metering.recording.JournalSettings;
import io.tallygate.metering.recording.SyncPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// What an installation says of what is recorded, and of the disk that it is recorded on.
/// @param caller  what records say of callers' addresses
/// @param calls   the journal of calls
/// @param events  the journal of what back ends tell, which has a bound of its own: a flood of events refuses no
///         call
public record UsageSettings(CallerAddress caller, JournalSettings calls, JournalSettings events) {
    private static final int LEAST_MIB = 16;
    private static final int MOST_MIB = 1 << 20;

    /// @throws IllegalArgumentException  naming the variable
    static UsageSettings of(Map<String, String> environment, String group) {
        String region = text(environment, "TALLYGATE_REGION", "");
        if (!region.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}|")) {
            throw new IllegalArgumentException(
                    "TALLYGATE_REGION has other characters than letters, digits, '.', '_' and '-', or more than 63");
        }
        SyncPolicy sync = switch (text(environment, "TALLYGATE_USAGE_SYNC", "interval")) {
            case "interval" -> SyncPolicy.INTERVAL;
            case "block" -> SyncPolicy.BLOCK;
            case "always" -> SyncPolicy.RECORD;
            default -> throw new IllegalArgumentException("TALLYGATE_USAGE_SYNC is neither interval, block nor always");
        };
        Duration interval = Duration.ofMillis(number(environment, "TALLYGATE_USAGE_SYNC_MILLIS", 1_000, 1, 600_000));
        CallerAddress caller = switch (text(environment, "TALLYGATE_USAGE_CALLER", "none")) {
            case "none" -> CallerAddress.NONE;
            case "truncated" -> CallerAddress.TRUNCATED;
            default -> throw new IllegalArgumentException("TALLYGATE_USAGE_CALLER is neither none nor truncated");
        };
        return new UsageSettings(
                caller,
                JournalSettings.ofGroup(group)
                        .in(region)
                        .within(mib(environment, "TALLYGATE_USAGE_DISK_MIB", 4_096))
                        .forced(sync, interval),
                JournalSettings.ofEvents(group)
                        .within(mib(environment, "TALLYGATE_EVENTS_DISK_MIB", 1_024))
                        .forced(sync, interval));
    }

    private static long mib(Map<String, String> environment, String name, int otherwise) {
        return (long) number(environment, name, otherwise, LEAST_MIB, MOST_MIB) << 20;
    }

    private static String text(Map<String, String> environment, String name, String otherwise) {
        String value = Objects.requireNonNullElse(environment.get(name), "").strip();
        return value.isEmpty() ? otherwise : value;
    }

    private static int number(Map<String, String> environment, String name, int otherwise, int least, int most) {
        String value = text(environment, name, Integer.toString(otherwise));
        if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(name + " is not a number from " + least + " to " + most + ": " + value);
        }
        return Integer.parseInt(value);
    }
}
