package io.tallygate.portal.tenancy.web;

import io.tallygate.portal.account.TenantRole;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Items;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.api.openapi.Whole;
import io.tallygate.portal.tenancy.Limits;
import io.tallygate.portal.tenancy.Suspension;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Tenants as the control API has them.
final class TenantShapes {
    private TenantShapes() {}

    @About("A tenant that the caller works at.")
    record OwnTenant(
            @Text(example = "acme") String slug,
            @Text(example = "Acme") String name,
            TenantRole role) {}

    @About("An organisation that publishes here.")
    record Tenant(
            UUID id,

            @Text(pattern = Text.SLUG, example = "acme") @About("Its name in addresses.")
            String slug,

            @Text(example = "Acme") String name,
            @Text(example = "Acme GmbH") String legalName,

            @Text(example = "Hauptstr. 1") @About("Lines of its postal address, without the country.")
            List<String> address,

            @Text(pattern = Text.COUNTRY, example = "DE") String country,
            ZoneId timeZone,
            Currency currency,

            @Text(pattern = "^#[0-9a-f]{6}$", example = "#0b7285") @About("The colour of its portal.")
            String accent,

            @Text(example = "Orders for everyone") String tagline,

            @Text(example = "acme") @About("What its API keys begin with.")
            String keyPrefix,

            Status status,
            List<TenantSuspension> suspensions,
            Instant createdAt) {}

    enum Status {
        ACTIVE,
        SUSPENDED
    }

    @About("Why a tenant is suspended, and whose doing it is.")
    record TenantSuspension(
            Suspension.Cause by,

            @Text(example = "Unpaid for three months") String reason,
            Instant since) {}

    @About("What is left out stays as it is.")
    record TenantChange(
            @Text(least = 1, most = 200, example = "Acme") @Nullable
            String name,

            @Text(most = 300, example = "Acme GmbH") @About("As the name, when it is empty.") @Nullable
            String legalName,

            @Nullable @Items(most = 8) @Text(most = 200, example = "Hauptstr. 1")
            List<String> address,

            @Text(pattern = Text.COUNTRY, example = "DE") @About("ISO 3166-1.") @Nullable
            String country,

            @About("An IANA time zone.") @Nullable ZoneId timeZone,

            @Text(pattern = "^#[0-9a-fA-F]{6}$", example = "#0b7285") @Nullable
            String accent,

            @Text(most = 300, example = "Orders for everyone") @Nullable
            String tagline) {}

    @About("What a tenant may have or do at most, and how much of it it has or did.")
    record TenantLimit(
            @Text(example = "apis") String name,

            @About("`minute`: counted from the beginning of each.")
            Per per,

            @Whole(least = 0, most = Limits.MOST) long allowed,
            @Whole(least = 0, most = Limits.MOST) long used,

            @Whole(least = 0, most = Limits.MOST) @About("The installation's number.")
            long usual,

            @About("Whether the operator gave the tenant a number of its own.")
            boolean ownNumber) {}

    enum Per {
        TENANT,
        MINUTE
    }

    record NewLimit(@Whole(least = 0, most = Limits.MOST) long allowed) {}

    record Suspending(
            @Text(most = 500, example = "Unpaid for three months") @About("Shown to the tenant.") @Nullable
            String reason) {}

    record NewTenant(
            @Text(least = 1, most = 40, pattern = Text.SLUG, example = "acme")
            String slug,

            @Text(least = 1, most = 200, example = "Acme") String name,

            @Text(most = 300, example = "Acme GmbH") @About("As the name, when it is left out.") @Nullable
            String legalName,

            @Nullable @Items(most = 8) @Text(most = 200, example = "Hauptstr. 1")
            List<String> address,

            @Text(pattern = Text.COUNTRY, example = "DE") @About("ISO 3166-1.")
            String country,

            @About("An IANA time zone; UTC when it is left out.") @Nullable
            ZoneId timeZone,

            @About("ISO 4217.") Currency currency,

            @Text(pattern = "^#[0-9a-fA-F]{6}$", example = "#0b7285") @Nullable
            String accent,

            @Text(most = 300, example = "Orders for everyone") @Nullable
            String tagline,

            @Text(pattern = "^[a-z][a-z0-9]{1,9}$", example = "acme") @Nullable
            String keyPrefix,

            @About("From an operator: the first owner, who is bound at their first sign-in. Whoever founds a tenant"
                    + " for themselves owns it, and leaves this out.")
            @Nullable
            NewOwner owner) {}

    record NewOwner(
            @Text(least = 1, most = 254, format = "email", example = "ada@example.com")
            String email) {}
}
