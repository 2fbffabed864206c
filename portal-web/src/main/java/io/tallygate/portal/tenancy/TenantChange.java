package io.tallygate.portal.tenancy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody wants to change of a tenant; null leaves a member as it is. Nothing is checked yet.
/// @param accent  empty: the installation's own
public record TenantChange(
        @Nullable String name,
        @Nullable String legalName,
        @Nullable List<String> address,
        @Nullable String country,
        @Nullable String timeZone,
        @Nullable String accent,
        @Nullable String tagline) {
    public TenantChange {
        address = address == null ? null : List.copyOf(address);
    }
}
