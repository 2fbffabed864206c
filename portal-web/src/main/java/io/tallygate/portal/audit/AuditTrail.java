package io.tallygate.portal.audit;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.store.AuditWriter;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the audit log: one record for each transaction that changed something, in that transaction, and one for each
/// attempt that was refused. What entities became is heard of by itself; who writes rows by other means says so with
/// [#changed] or works in [#recording].
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class AuditTrail {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    @Resource(lookup = "jdbc/audit", shareable = false)
    private DataSource audit;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    @Inject
    private AuditFiles files;

    private final LongAdder refusals = new LongAdder();
    private final LongAdder suppressed = new LongAdder();
    private final LongAdder anchorsLost = new LongAdder();

    /// Work of a role that knows no tenant's transaction.
    @FunctionalInterface
    public interface Work<T> {
        /// @param changes  where the work says what it has changed
        T run(Connection connection, Changes changes) throws SQLException;
    }

    /// A tenant's transaction begins on this thread: what it changes is collected until [Recording#write].
    public Recording begin(TenantId tenant) {
        return new Recording(Changes.open(tenant));
    }

    /// Says what this thread's transaction has changed without Hibernate.
    public void changed(Change change) {
        Changes.ofThisTransaction().add(change);
    }

    /// One transaction of its own: the work and its record, both or neither.
    /// @param chain  [AuditEntry#INSTALLATION], or a tenant; the connection is told of it
    public <T> T recording(DataSource source, TenantId chain, Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (!chain.equals(AuditEntry.INSTALLATION)) {
                    tell(connection, chain);
                }
                Changes changes = new Changes(chain);
                T result = work.run(connection, changes);
                List<Anchor> heads = writeAll(connection, changes);
                connection.commit();
                anchor(heads);
                return result;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void tell(Connection connection, TenantId tenant) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("select set_config('tallygate.tenant', ?, true)")) {
            call.setString(1, tenant.toString());
            call.execute();
        }
    }

    /// Records that what this thread's request asks for was refused, in a transaction of its own. Of too many in one
    /// minute the rest is counted.
    /// @param reason  for example `403 forbidden`
    /// @param target  the address that was meant
    public void refused(String reason, String target) {
        AuditContext context = AuditContext.current();
        TenantId tenant = context.tenant();
        TenantId chain = tenant == null ? AuditEntry.INSTALLATION : tenant;
        boolean stranger = tenant == null || context.isStranger();
        int ceiling = stranger ? AuditLimits.STRANGERS_REFUSALS_A_MINUTE : AuditLimits.REFUSALS_A_MINUTE;
        try {
            List<Anchor> heads = inTransaction(writer -> {
                List<Anchor> written = new ArrayList<>();
                AuditWriter.Admission admission = writer.admitRefusal(chain, stranger, ceiling);
                if (admission.suppressedBefore() > 0) {
                    written.add(record(writer, suppressedRefusals(chain, admission.suppressedBefore())));
                }
                if (admission.admitted()) {
                    written.add(record(
                            writer,
                            AuditEntry.of(context, chain, AuditEntry.REFUSED, reason, "address:" + target, "[]")));
                } else {
                    suppressed.increment();
                }
                return written;
            });
            refusals.increment();
            anchor(heads);
        } catch (SQLException away) {
            throw new IllegalStateException("a refused attempt could not be recorded", away);
        }
    }

    /// Records what earlier minutes have only counted, and signs every head that has moved since the last time.
    public void keepUp() throws SQLException {
        anchor(inTransaction(writer -> {
            List<Anchor> written = new ArrayList<>();
            for (Map.Entry<TenantId, Long> count : writer.takeSuppressed().entrySet()) {
                written.add(record(writer, suppressedRefusals(count.getKey(), count.getValue())));
            }
            return written;
        }));
        List<Anchor> signed;
        do {
            signed = inTransaction(writer -> {
                List<Anchor> checkpoints = writer.headsWithoutCheckpoint().stream()
                        .map(head -> head.signedWith(files.key()))
                        .toList();
                writer.keep(checkpoints);
                return checkpoints;
            });
            anchor(signed);
        } while (!signed.isEmpty());
    }

    /// The record of one transaction.
    public final class Recording implements AutoCloseable {
        private final Changes changes;
        private @Nullable Anchor head;

        private Recording(Changes changes) {
            this.changes = changes;
        }

        /// What was changed so far, with all that still waits to be written.
        public List<Change> changes() {
            entities.flush();
            return changes.soFar();
        }

        /// To be called last, just before the commit: from here on the chain's other writers wait. [#changes] has
        /// gone before.
        public void write() {
            if (!changes.soFar().isEmpty()) {
                entities.flush();
            }
            head = entities.unwrap(Session.class)
                    .doReturningWork(connection -> AuditTrail.this.write(connection, changes.chain(), changes));
        }

        /// The transaction has committed.
        public void committed() {
            anchor(head);
        }

        @Override
        public void close() {
            Changes.close();
        }
    }

    private List<Anchor> writeAll(Connection connection, Changes changes) throws SQLException {
        List<Anchor> heads = new ArrayList<>();
        for (TenantId chain : changes.chains()) {
            if (!chain.equals(AuditEntry.INSTALLATION)) {
                tell(connection, chain); // the database takes a record of this tenant only
            }
            Anchor head = write(connection, chain, changes);
            if (head != null) {
                heads.add(head);
            }
        }
        return heads;
    }

    private @Nullable Anchor write(Connection connection, TenantId chain, Changes changes) throws SQLException {
        List<Change> all = changes.whole();
        if (all.isEmpty()) {
            return null;
        }
        return record(
                new AuditWriter(connection),
                AuditEntry.of(
                        AuditContext.current(),
                        chain,
                        AuditEntry.DONE,
                        "",
                        ChangesJson.targets(all),
                        ChangesJson.of(all)));
    }

    private Anchor record(AuditWriter writer, AuditEntry entry) throws SQLException {
        return writer.record(entry, files.seals().of(entry));
    }

    private static AuditEntry suppressedRefusals(TenantId chain, long count) {
        return AuditEntry.of(
                AuditContext.ofSystem("audit"),
                chain,
                AuditEntry.REFUSED,
                count + " more refused attempts",
                "",
                "[{\"more\":" + count + "}]");
    }

    @FunctionalInterface
    private interface Writing {
        List<Anchor> write(AuditWriter writer) throws SQLException;
    }

    private List<Anchor> inTransaction(Writing writing) throws SQLException {
        try (Connection connection = audit.getConnection()) {
            connection.setAutoCommit(false);
            try {
                List<Anchor> heads = writing.write(new AuditWriter(connection));
                connection.commit();
                return heads;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private void anchor(@Nullable Anchor head) {
        if (head != null) {
            anchor(List.of(head));
        }
    }

    /// What is committed cannot be undone any more: an anchor that cannot be kept is counted, and the next one covers
    /// it.
    private void anchor(List<Anchor> heads) {
        if (heads.isEmpty()) {
            return;
        }
        try {
            files.anchors().add(heads);
        } catch (IOException full) {
            anchorsLost.add(heads.size());
            LOG.error("Heads of the audit log could not be kept outside of the database", full);
        }
    }

    /// Refused attempts since the start.
    @Gauge(name = "audit_refusals", absolute = true, unit = MetricUnits.NONE)
    public long refusals() {
        return refusals.sum();
    }

    /// Refused attempts that were only counted because of [AuditLimits#REFUSALS_A_MINUTE] and its like.
    @Gauge(name = "audit_refusals_suppressed", absolute = true, unit = MetricUnits.NONE)
    public long suppressed() {
        return suppressed.sum();
    }

    /// Heads that are not in the anchor file because it could not be written.
    @Gauge(name = "audit_anchors_lost", absolute = true, unit = MetricUnits.NONE)
    public long anchorsLost() {
        return anchorsLost.sum();
    }
}
