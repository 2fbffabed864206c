package io.tallygate.portal.account.web;

import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.TenantRole;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Items;
import io.tallygate.portal.api.openapi.Text;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// People, members and tokens as the control API has them.
final class AccountShapes {
    private static final String SCOPE = "^[a-z]+:[a-z]+$";

    private AccountShapes() {}

    @About("Who calls, and where they belong.")
    record Me(
            @About("Of the identity provider.") String subject,
            @Text(example = "Ada Adler") String name,
            @Text(example = "ada@example.com") String email,
            boolean operator,
            List<TenantPlace> tenants,
            List<ConsumerPlace> consumers) {}

    @About("A tenant that the person works at.")
    record TenantPlace(
            @Text(example = "acme") String tenant,
            @Text(example = "Acme") String name,
            TenantRole role) {}

    @About("A consumer that the person belongs to.")
    record ConsumerPlace(
            @Text(example = "acme") String tenant,
            UUID consumer,
            @Text(example = "Globex") String name,
            ConsumerRole role) {}

    @About("Somebody who works at the tenant.")
    record TenantMember(
            UUID id,

            @Text(format = "email", example = "ada@example.com")
            String email,

            @About("Empty until they have signed in.") @Text(example = "Ada Adler")
            String name,

            TenantRole role,
            boolean signedIn,
            Instant createdAt) {}

    record NewTenantMember(
            @Text(least = 1, most = 254, format = "email", example = "ada@example.com")
            String email,

            TenantRole role) {}

    record TenantRoleChange(TenantRole role) {}

    record TokenQuestion(
            @Text(oneOf = {"me", "everybody"}) @About("`me` when it is left out.") @Nullable
            String of) {}

    @About("A personal access token, without its text.")
    record PersonalToken(
            UUID id,
            @Text(example = "CI") String name,

            @Text(example = "ada@example.com") @About("Of the person whom it acts as.")
            String email,

            @Text(least = 4, most = 4, example = "x7Qz") String last4,

            @Text(pattern = SCOPE, example = "apis:read") @About("What it is limited to.")
            List<String> scopes,

            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {}

    record NewPersonalToken(
            @Text(least = 1, most = 100, example = "CI") String name,

            @Items(least = 1, most = 100)
            @Text(pattern = SCOPE, example = "apis:read")
            @About("All that your roles have a use for, when they are left out.")
            @Nullable
            List<String> scopes,

            @About("After 90 days, when it is left out; at most 366 days ahead.") @Nullable
            Instant expiresAt) {}

    @About("A personal access token with its text, which is shown this once.")
    record IssuedPersonalToken(
            UUID id,
            @Text(example = "CI") String name,
            @Text(example = "ada@example.com") String email,
            @Text(least = 4, most = 4, example = "x7Qz") String last4,

            @Text(pattern = SCOPE, example = "apis:read") @About("What it is limited to.")
            List<String> scopes,

            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,

            @Text(pattern = "^tgp_[0-9A-Za-z]{38}$", example = "tgp_00000000000000000000000000000000000000")
            String token) {}
}
