package io.tallygate.portal.incontainer;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.NewTenant;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/// What the server injects into beans and not into test classes, and tenants to try it with. Part of the deployed
/// archive.
@ApplicationScoped
public class ServerResources {
    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    @Resource(lookup = "jdbc/portal")
    private DataSource application;

    @Resource(lookup = "jdbc/feed")
    private DataSource feed;

    @Resource(lookup = "jdbc/directory")
    private DataSource directory;

    @Resource
    private ManagedExecutorService threads;

    @Inject
    private Tenants tenants;

    public TenantId newTenant() {
        String slug = "t" + UUID.randomUUID().toString().substring(0, 8);
        return tenants.create(new NewTenant(
                        slug,
                        slug,
                        null,
                        List.of(),
                        "DE",
                        "Europe/Berlin",
                        "EUR",
                        null,
                        null,
                        null,
                        slug + "@example.com"))
                .id();
    }

    /// Of the server: what runs on them finds its data sources.
    public ManagedExecutorService threads() {
        return threads;
    }

    public EntityManager entities() {
        return entities;
    }

    public DataSource application() {
        return application;
    }

    public DataSource feed() {
        return feed;
    }

    public DataSource directory() {
        return directory;
    }
}
