package io.tallygate.billing.subscription;

import jakarta.persistence.AttributeConverter;
import java.util.Locale;

/// Lower case in the store, as in the API.
final class SubscriptionStatusConverter implements AttributeConverter<SubscriptionStatus, String> {
    @Override
    public String convertToDatabaseColumn(SubscriptionStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public SubscriptionStatus convertToEntityAttribute(String stored) {
        return SubscriptionStatus.valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
