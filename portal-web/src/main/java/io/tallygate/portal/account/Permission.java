package io.tallygate.portal.account;

import static io.tallygate.portal.account.Scope.APIS_READ;
import static io.tallygate.portal.account.Scope.APIS_WRITE;
import static io.tallygate.portal.account.Scope.APPLICATIONS_READ;
import static io.tallygate.portal.account.Scope.APPLICATIONS_WRITE;
import static io.tallygate.portal.account.Scope.AUDIT_READ;
import static io.tallygate.portal.account.Scope.BILLING_RUN;
import static io.tallygate.portal.account.Scope.CONSUMERS_READ;
import static io.tallygate.portal.account.Scope.CONSUMERS_WRITE;
import static io.tallygate.portal.account.Scope.CREDENTIALS_READ;
import static io.tallygate.portal.account.Scope.CREDENTIALS_WRITE;
import static io.tallygate.portal.account.Scope.IDENTITY_WRITE;
import static io.tallygate.portal.account.Scope.INVOICES_READ;
import static io.tallygate.portal.account.Scope.MEMBERS_READ;
import static io.tallygate.portal.account.Scope.MEMBERS_WRITE;
import static io.tallygate.portal.account.Scope.METERS_WRITE;
import static io.tallygate.portal.account.Scope.PLANS_READ;
import static io.tallygate.portal.account.Scope.PLANS_WRITE;
import static io.tallygate.portal.account.Scope.STATE_READ;
import static io.tallygate.portal.account.Scope.STATE_WRITE;
import static io.tallygate.portal.account.Scope.SUBSCRIPTIONS_READ;
import static io.tallygate.portal.account.Scope.SUBSCRIPTIONS_WRITE;
import static io.tallygate.portal.account.Scope.TENANT_READ;
import static io.tallygate.portal.account.Scope.TENANT_WRITE;
import static io.tallygate.portal.account.Scope.TOKENS_WRITE;
import static io.tallygate.portal.account.Scope.USAGE_READ;
import static io.tallygate.portal.account.Scope.WEBHOOKS_READ;
import static io.tallygate.portal.account.Scope.WEBHOOKS_WRITE;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The permission table: a line says what may be done, which scope a token needs for it, and who may. Pages and the
/// control API ask here and nowhere else. A role of the tenant holds for everything that the tenant owns; a role of a
/// consumer for what belongs to that consumer.
public enum Permission {
    // what                 token's scope   who at the tenant                        who at a consumer
    SEE_TENANT(TENANT_READ, "owner admin publisher billing viewer", "owner developer billing"),
    SEE_CONSOLE(TENANT_READ, "owner admin publisher billing viewer", ""),
    MANAGE_TENANT(TENANT_WRITE, "owner admin", ""),
    ERASE_TENANT(TENANT_WRITE, "owner", ""),
    SEE_MEMBERS(MEMBERS_READ, "owner admin publisher billing viewer", ""),
    MANAGE_MEMBERS(MEMBERS_WRITE, "owner admin", ""),
    MANAGE_OWNERS(MEMBERS_WRITE, "owner", ""),
    USE_TOKENS(TOKENS_WRITE, "owner admin publisher billing viewer", "owner developer billing"),
    MANAGE_TOKENS(TOKENS_WRITE, "owner admin", ""),
    SEE_IDENTITY(TENANT_READ, "owner admin viewer", ""),
    MANAGE_IDENTITY(IDENTITY_WRITE, "owner admin", ""),
    SEE_AUDIT(AUDIT_READ, "owner admin viewer", ""),
    SEE_WEBHOOKS(WEBHOOKS_READ, "owner admin publisher viewer", ""),
    MANAGE_WEBHOOKS(WEBHOOKS_WRITE, "owner admin", ""),
    SEE_STATE(STATE_READ, "owner admin publisher viewer", ""),
    MANAGE_STATE(STATE_WRITE, "owner admin", ""),

    SEE_PUBLISHED_APIS(APIS_READ, "owner admin publisher billing viewer", "owner developer billing"),
    SEE_APIS(APIS_READ, "owner admin publisher viewer", ""),
    MANAGE_APIS(APIS_WRITE, "owner admin publisher", ""),
    SEE_GATEWAYS(APIS_READ, "owner admin publisher viewer", ""),
    SEE_OFFERS(PLANS_READ, "owner admin publisher billing viewer", "owner developer billing"),
    SEE_PLANS(PLANS_READ, "owner admin publisher billing viewer", ""),
    MANAGE_PLANS(PLANS_WRITE, "owner admin publisher", ""),

    SEE_CONSUMER(CONSUMERS_READ, "owner admin publisher billing viewer", "owner developer billing"),
    MANAGE_CONSUMER(CONSUMERS_WRITE, "owner admin publisher", "owner billing"),
    MANAGE_CONSUMERS(CONSUMERS_WRITE, "owner admin publisher", ""),
    SEE_TEAM(MEMBERS_READ, "owner admin publisher billing viewer", "owner developer billing"),
    MANAGE_TEAM(MEMBERS_WRITE, "owner admin publisher", "owner"),
    SEE_APPLICATIONS(APPLICATIONS_READ, "owner admin publisher billing viewer", "owner developer billing"),
    MANAGE_APPLICATIONS(APPLICATIONS_WRITE, "owner admin publisher", "owner developer"),
    SEE_CREDENTIALS(CREDENTIALS_READ, "owner admin publisher viewer", "owner developer"),
    MANAGE_CREDENTIALS(CREDENTIALS_WRITE, "owner admin publisher", "owner developer"),
    SEE_SUBSCRIPTIONS(SUBSCRIPTIONS_READ, "owner admin publisher billing viewer", "owner developer billing"),
    SUBSCRIBE(SUBSCRIPTIONS_WRITE, "owner admin publisher", "owner developer"),
    BACK_DATE(SUBSCRIPTIONS_WRITE, "owner admin publisher", ""),

    SEE_USAGE(USAGE_READ, "owner admin publisher billing viewer", "owner developer billing"),
    SEE_METERS(USAGE_READ, "owner admin publisher billing viewer", ""),
    MANAGE_METERS(METERS_WRITE, "owner admin publisher", ""),
    SEE_EVENT_CREDENTIALS(CREDENTIALS_READ, "owner admin publisher viewer", ""),
    MANAGE_EVENT_CREDENTIALS(CREDENTIALS_WRITE, "owner admin", ""),
    SEE_INVOICES(INVOICES_READ, "owner admin publisher billing viewer", "owner developer billing"),
    RUN_BILLING(BILLING_RUN, "owner admin billing", ""),
    CLOSE_INCOMPLETE(BILLING_RUN, "owner billing", ""),
    DISPUTE(BILLING_RUN, "owner admin billing", "owner billing");

    private final Scope scope;
    private final Set<TenantRole> tenantRoles = EnumSet.noneOf(TenantRole.class);
    private final Set<ConsumerRole> consumerRoles = EnumSet.noneOf(ConsumerRole.class);

    Permission(Scope scope, String tenantRoles, String consumerRoles) {
        this.scope = scope;
        for (String role : tenantRoles.split(" ")) {
            this.tenantRoles.add(TenantRole.of(role).orElseThrow());
        }
        if (!consumerRoles.isEmpty()) {
            for (String role : consumerRoles.split(" ")) {
                this.consumerRoles.add(ConsumerRole.of(role).orElseThrow());
            }
        }
    }

    /// What a personal token must be allowed besides.
    public Scope scope() {
        return scope;
    }

    public boolean isHeldBy(TenantRole role) {
        return tenantRoles.contains(role);
    }

    public boolean isHeldBy(ConsumerRole role) {
        return consumerRoles.contains(role);
    }

    /// As pages and messages call it: `see-console`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
