package io.tallygate.portal.audit.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.AuditEntry;
import io.tallygate.portal.audit.Verification;
import io.tallygate.portal.audit.store.AuditReader;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.hibernate.Session;

/// Reads chains as those may who ask: a tenant's in a transaction of that tenant, the installation's with the
/// operator's role.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ChainReads {
    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    @Inject
    private TenantTransactions transactions;

    /// @param chain  the one that may be read
    Verification.Reads of(TenantId chain) {
        return new Verification.Reads() {
            @Override
            public <T> T read(Verification.Reading<T> reading) throws SQLException {
                return ChainReads.this.read(chain, reading);
            }
        };
    }

    <T> T read(TenantId chain, Verification.Reading<T> reading) {
        if (chain.equals(AuditEntry.INSTALLATION)) {
            try (Connection connection = operator.getConnection()) {
                return reading.of(new AuditReader(connection));
            } catch (SQLException away) {
                throw new IllegalStateException("the installation's audit log cannot be read", away);
            }
        }
        return transactions.inTenant(
                chain,
                () -> entities.unwrap(Session.class)
                        .doReturningWork(connection -> reading.of(new AuditReader(connection))));
    }
}
