package io.tallygate.billing.catalog;

import jakarta.persistence.AttributeConverter;
import java.util.Locale;

/// Lower case in the store, as in the API.
final class PlanStatusConverter implements AttributeConverter<PlanStatus, String> {
    @Override
    public String convertToDatabaseColumn(PlanStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public PlanStatus convertToEntityAttribute(String stored) {
        return PlanStatus.valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
