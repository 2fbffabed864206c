package io.tallygate.portal.account;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a personal token may be limited to. Each permission needs one; a token does what both its scopes and its
/// person's role allow.
public enum Scope {
    TENANT_READ,
    TENANT_WRITE,
    MEMBERS_READ,
    MEMBERS_WRITE,
    TOKENS_WRITE,
    IDENTITY_WRITE,
    AUDIT_READ,
    WEBHOOKS_READ,
    WEBHOOKS_WRITE,
    STATE_READ,
    STATE_WRITE,
    APIS_READ,
    APIS_WRITE,
    PLANS_READ,
    PLANS_WRITE,
    CONSUMERS_READ,
    CONSUMERS_WRITE,
    APPLICATIONS_READ,
    APPLICATIONS_WRITE,
    CREDENTIALS_READ,
    CREDENTIALS_WRITE,
    SUBSCRIPTIONS_READ,
    SUBSCRIPTIONS_WRITE,
    METERS_WRITE,
    USAGE_READ,
    INVOICES_READ,
    BILLING_RUN;

    /// As the database and the control API spell it: `apis:read`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    public static Optional<Scope> of(String wireName) {
        return Stream.of(values())
                .filter(scope -> scope.wireName().equals(wireName))
                .findFirst();
    }
}
