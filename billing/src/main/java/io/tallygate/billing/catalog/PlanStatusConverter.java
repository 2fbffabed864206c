package io.tallygate.billing.catalog;

import jakarta.persistence.AttributeConverter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lower case in the store, as in the API.
final class PlanStatusConverter implements AttributeConverter<PlanStatus, String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable PlanStatus status) {
        return status == null ? null : status.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public @Nullable PlanStatus convertToEntityAttribute(@Nullable String stored) {
        return stored == null ? null : PlanStatus.valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
