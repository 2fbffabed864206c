package io.tallygate.portal.tenancy;

import io.tallygate.metering.meter.TenantId;
import java.util.UUID;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.jspecify.annotations.Nullable;

/// The tenant that this thread's transaction works for, as Hibernate asks for it. Only [TenantTransactions] sets it.
public final class CurrentTenant implements CurrentTenantIdentifierResolver<UUID> {
    /// No tenant has it: without a transaction's tenant nothing is found, and the database refuses what is written.
    private static final UUID NOBODY = new UUID(0, 0);

    private static final ThreadLocal<@Nullable TenantId> CURRENT = new ThreadLocal<>();

    static @Nullable TenantId get() {
        return CURRENT.get();
    }

    static void set(@Nullable TenantId tenant) {
        if (tenant == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(tenant);
        }
    }

    @Override
    public UUID resolveCurrentTenantIdentifier() {
        TenantId tenant = CURRENT.get();
        return tenant == null ? NOBODY : tenant.value();
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return true;
    }
}
