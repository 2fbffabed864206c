package io.tallygate.portal.lifecycle.export;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tasks.Tasks;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The archives of a tenant: asked for, made in the background, fetched until they expire.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Exports {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Tasks tasks;

    @Inject
    private Instance<ExportTask> task;

    @Inject
    private Clock clock;

    @Resource(lookup = "jdbc/portal", shareable = false)
    private DataSource portal;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// @throws WrongInput  when the tenant has as many archives as it may
    public TenantExport request(TenantId tenant) {
        return transactions.inTenant(tenant, () -> {
            if (list(tenant, null, ExportLimits.OF_A_TENANT).size() >= ExportLimits.OF_A_TENANT) {
                throw new WrongInput(
                        "", because("There are {0} archives already; one expires first.", ExportLimits.OF_A_TENANT));
            }
            TenantExport export = new TenantExport(now());
            entities.persist(export);
            entities.flush();
            String id = export.id().toString();
            tasks.later(task.get(), tenant, "export/" + id, id, now());
            return export;
        });
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<TenantExport> list(TenantId tenant, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from TenantExport e where (e.expiresAt is null or e.expiresAt > :now) and (:after is"
                                        + " null or e.id > :after) order by e.id",
                                TenantExport.class)
                        .setParameter("now", now())
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    public Optional<TenantExport> find(TenantId tenant, UUID id) {
        return transactions.inTenant(
                tenant,
                () -> Optional.ofNullable(entities.find(TenantExport.class, id))
                        .filter(export ->
                                export.expiresAt() == null || export.expiresAt().isAfter(now())));
    }

    void ready(TenantId tenant, UUID id, long bytes, String sha256) {
        transactions.inTenant(
                tenant,
                () -> Optional.ofNullable(entities.find(TenantExport.class, id))
                        .ifPresent(export -> export.ready(bytes, sha256, now())));
    }

    /// Hands the archive out, part by part.
    public void write(TenantId tenant, UUID id, OutputStream out) throws IOException {
        try (Connection connection = portal.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement tell =
                            connection.prepareStatement("select set_config('tallygate.tenant', ?, true)");
                    PreparedStatement parts = connection.prepareStatement(
                            "select bytes from portal.tenant_export_part where tenant_id = ? and export_id = ? order by"
                                    + " position")) {
                tell.setString(1, tenant.toString());
                tell.execute();
                parts.setObject(1, tenant.value());
                parts.setObject(2, id);
                parts.setFetchSize(4);
                try (ResultSet row = parts.executeQuery()) {
                    while (row.next()) {
                        out.write(row.getBytes(1));
                    }
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException away) {
            throw new IOException("an archive cannot be read", away);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
