package io.tallygate.portal.usage.web;

import io.tallygate.metering.meter.Meter;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jspecify.annotations.Nullable;

/// What a visitor chose above the usage page besides whose usage it is; null where nothing was chosen.
/// @param by        the dimension whose largest groups are shown
/// @param compared  with the time before
record UsageWish(
        @Nullable String range,
        @Nullable String window,
        String meter,
        @Nullable String by,
        boolean compared) {
    static UsageWish of(MultivaluedMap<String, String> address) {
        String meter = address.getFirst("meter");
        return new UsageWish(
                address.getFirst("range"),
                address.getFirst("window"),
                meter == null || meter.isEmpty() ? Meter.REQUESTS.slug() : meter,
                address.getFirst("by"),
                "previous".equals(address.getFirst("compare")));
    }
}
