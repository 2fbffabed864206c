package io.tallygate.portal.tenancy;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.InputCheck;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a tenant says of itself and may change, checked.
/// @param legalName  as on documents
/// @param address    lines as on an envelope, without the country
/// @param country    ISO 3166-1 alpha-2
/// @param accent     `#rrggbb`
public record TenantDetails(
        String name,
        String legalName,
        List<String> address,
        String country,
        ZoneId timeZone,
        String accent,
        String tagline) {
    private static final String OWN_ACCENT = "#0b7285";

    public TenantDetails {
        address = List.copyOf(address);
    }

    /// As they are.
    public static TenantDetails of(Tenant tenant) {
        return new TenantDetails(
                tenant.name(),
                tenant.legalName(),
                tenant.address(),
                tenant.country(),
                tenant.timeZone(),
                tenant.accent(),
                tenant.tagline());
    }

    /// What is wrong is noted in the check; the result is for use only when that is done.
    /// @param legalName  empty: the name
    /// @param accent     empty: the installation's own
    public static TenantDetails check(
            InputCheck check,
            @Nullable String name,
            @Nullable String legalName,
            List<String> address,
            @Nullable String country,
            @Nullable String timeZone,
            @Nullable String accent,
            @Nullable String tagline) {
        String shown = check.required("/name", name, 200);
        String legal = check.optional("/legalName", legalName, 300);
        List<String> lines = Addresses.check(check, "/address", address);
        String place = check.country("/country", country);
        if (place.isEmpty() && (country == null || country.isBlank())) {
            check.refuse("/country", because("This is required."));
        }
        ZoneId zone = check.timeZone("/timeZone", timeZone, ZoneId.of("UTC"));
        String colour = check.optional("/accent", accent, 7).toLowerCase(Locale.ROOT);
        if (!colour.isEmpty() && !colour.matches("#[0-9a-f]{6}")) {
            check.refuse("/accent", because("A colour as #rrggbb."));
        }
        return new TenantDetails(
                shown,
                legal.isEmpty() ? shown : legal,
                lines,
                place,
                zone,
                colour.isEmpty() ? OWN_ACCENT : colour,
                check.optional("/tagline", tagline, 300));
    }
}
