package io.tallygate.portal.tenancy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody says of a tenant to be; nothing is checked yet.
public record NewTenant(
        @Nullable String slug,
        @Nullable String name,
        @Nullable String legalName,
        List<String> address,
        @Nullable String country,
        @Nullable String timeZone,
        @Nullable String currency,
        @Nullable String accent,
        @Nullable String tagline,
        @Nullable String keyPrefix,
        @Nullable String ownerEmail) {
    public NewTenant {
        address = List.copyOf(address);
    }

    public NewTenant ownedBy(String email) {
        return new NewTenant(
                slug, name, legalName, address, country, timeZone, currency, accent, tagline, keyPrefix, email);
    }
}
