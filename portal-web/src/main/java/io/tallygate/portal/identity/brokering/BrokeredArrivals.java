package io.tallygate.portal.identity.brokering;

import io.tallygate.portal.identity.store.ProviderTables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/// Whether to believe a sign-in that came through a tenant's own provider. Keycloak was told to take addresses of the
/// tenant's domains only; this asks once more, of our own tables, each time somebody comes in.
@ApplicationScoped
public class BrokeredArrivals {
    /// What every alias of a tenant's provider begins with; others are the installation's own.
    private static final String TENANTS = "tenant-";

    private final ProviderTables tables;

    @Inject
    public BrokeredArrivals(ProviderTables tables) {
        this.tables = tables;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected BrokeredArrivals() {
        this(null);
    }

    /// @param broker  the provider's alias; null when the person signed in at the installation's realm itself
    /// @param email   verified; empty when it is not
    public boolean mayEnter(@Nullable String broker, String email) {
        if (broker == null || !broker.startsWith(TENANTS)) {
            return true;
        }
        return Domains.ofAddress(email)
                .filter(domain -> tables.believes(broker, domain))
                .isPresent();
    }
}
