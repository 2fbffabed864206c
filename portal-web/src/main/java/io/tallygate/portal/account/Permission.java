package io.tallygate.portal.account;

import static io.tallygate.portal.account.ConsumerRole.DEVELOPER;

import java.util.EnumSet;
import java.util.Set;

/// The permission table: a line says what may be done, and by whom. Pages and the control API ask here and nowhere
/// else. A role of the
/// tenant holds for everything that the tenant owns; a role of a consumer for what belongs to that consumer.
public enum Permission {
    // what                     by whom at the tenant                              by whom at the consumer
    SEE_CONSOLE(tenant(TenantRole.OWNER, TenantRole.PUBLISHER), nobody()),
    MANAGE_TENANT(tenant(TenantRole.OWNER), nobody()),
    MANAGE_MEMBERS(tenant(TenantRole.OWNER), nobody()),
    MANAGE_APIS(tenant(TenantRole.OWNER, TenantRole.PUBLISHER), nobody()),
    MANAGE_PLANS(tenant(TenantRole.OWNER, TenantRole.PUBLISHER), nobody()),
    MANAGE_CONSUMERS(tenant(TenantRole.OWNER, TenantRole.PUBLISHER), nobody()),
    RUN_BILLING(tenant(TenantRole.OWNER), nobody()),
    BACK_DATE(tenant(TenantRole.OWNER, TenantRole.PUBLISHER), nobody()),
    SEE_CONSUMER(tenant(TenantRole.OWNER, TenantRole.PUBLISHER), consumer(ConsumerRole.OWNER, DEVELOPER)),
    MANAGE_APPLICATIONS(tenant(TenantRole.OWNER, TenantRole.PUBLISHER), consumer(ConsumerRole.OWNER, DEVELOPER)),
    MANAGE_CREDENTIALS(tenant(TenantRole.OWNER, TenantRole.PUBLISHER), consumer(ConsumerRole.OWNER, DEVELOPER)),
    SUBSCRIBE(tenant(TenantRole.OWNER, TenantRole.PUBLISHER), consumer(ConsumerRole.OWNER, DEVELOPER)),
    SEE_USAGE(tenant(TenantRole.OWNER, TenantRole.PUBLISHER), consumer(ConsumerRole.OWNER, DEVELOPER)),
    SEE_INVOICES(tenant(TenantRole.OWNER, TenantRole.PUBLISHER), consumer(ConsumerRole.OWNER, DEVELOPER));

    private final Set<TenantRole> tenantRoles;
    private final Set<ConsumerRole> consumerRoles;

    Permission(Set<TenantRole> tenantRoles, Set<ConsumerRole> consumerRoles) {
        this.tenantRoles = tenantRoles;
        this.consumerRoles = consumerRoles;
    }

    public boolean isHeldBy(TenantRole role) {
        return tenantRoles.contains(role);
    }

    public boolean isHeldBy(ConsumerRole role) {
        return consumerRoles.contains(role);
    }

    private static Set<TenantRole> tenant(TenantRole first, TenantRole... others) {
        return EnumSet.of(first, others);
    }

    private static Set<ConsumerRole> consumer(ConsumerRole first, ConsumerRole... others) {
        return EnumSet.of(first, others);
    }

    private static Set<ConsumerRole> nobody() {
        return EnumSet.noneOf(ConsumerRole.class);
    }
}
