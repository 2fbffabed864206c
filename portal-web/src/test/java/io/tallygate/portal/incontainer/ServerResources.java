package io.tallygate.portal.incontainer;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import javax.sql.DataSource;

/// What the server injects into beans and not into test classes. Part of the deployed archive.
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
