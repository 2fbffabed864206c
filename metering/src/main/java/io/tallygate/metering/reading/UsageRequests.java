package io.tallygate.metering.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of single calls, newest first.
/// @param nextCursor  null on the last page; opaque
public record UsageRequests(
        List<UsageEvent> items, @Nullable String nextCursor) {
    public UsageRequests {
        items = List.copyOf(items);
    }
}
