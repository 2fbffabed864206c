package io.tallygate.portal.tenancy;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.persistence.SchemaValidationException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings both schemas up to date before anything else starts, as their owner, and stops the start when entities and
/// tables
/// have drifted apart. Several portals may start at once: Flyway takes a lock.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    @Resource(lookup = "jdbc/owner", shareable = false)
    private DataSource owner;

    @PersistenceUnit(unitName = "portal")
    private EntityManagerFactory entities;

    void start(@Observes @Priority(100) Startup event) {
        migrate("portal");
        migrate("billing");
        try {
            entities.getSchemaManager().validate();
        } catch (SchemaValidationException drifted) {
            throw new IllegalStateException("the tables do not match the entities: " + drifted.getMessage(), drifted);
        }
    }

    private void migrate(String schema) {
        int executed = Flyway.configure(getClass().getClassLoader())
                .dataSource(owner)
                .schemas(schema)
                .locations("classpath:db/" + schema)
                // rooms number their migrations each in a range of its own
                .outOfOrder(true)
                .load()
                .migrate()
                .migrationsExecuted;
        LOG.info("Schema {}: {} migrations run", schema, executed);
    }
}
