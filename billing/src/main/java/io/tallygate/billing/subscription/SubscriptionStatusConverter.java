package io.tallygate.billing.subscription;

import jakarta.persistence.AttributeConverter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lower case in the store, as in the API.
final class SubscriptionStatusConverter implements AttributeConverter<SubscriptionStatus, String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable SubscriptionStatus status) {
        return status == null ? null : status.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public @Nullable SubscriptionStatus convertToEntityAttribute(@Nullable String stored) {
        return stored == null ? null : SubscriptionStatus.valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
