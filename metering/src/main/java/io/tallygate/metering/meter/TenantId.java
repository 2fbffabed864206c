package io.tallygate.metering.meter;

import java.util.UUID;

/// The organisation that publishes an API and owns the usage of it.
public record TenantId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
