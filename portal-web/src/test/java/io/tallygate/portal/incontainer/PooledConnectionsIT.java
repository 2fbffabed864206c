package io.tallygate.portal.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Connections of the server's pool go from hand to hand, after work that was done, undone, or failed in the middle:
/// each time they show one tenant's rows alone.
@ExtendWith(ArquillianExtension.class)
class PooledConnectionsIT {
    private static final int TENANTS = 20;
    private static final int ROWS = 50;
    private static final int READERS = 4;
    private static final long READS = 1_000_000;

    @Deployment
    static WebArchive portal() {
        return DeployedPortal.with(PooledConnectionsIT.class);
    }

    @Inject
    TenantTransactions transactions;

    @Inject
    ServerResources server;

    @Test
    void a_pooled_connection_shows_each_tenant_its_own_rows_alone() throws Exception {
        List<TenantId> owners = new ArrayList<>();
        for (int i = 0; i < TENANTS; i++) {
            TenantId owner = server.newTenant();
            owners.add(owner);
            transactions.inTenant(owner, () -> {
                server.entities()
                        .createNativeQuery("insert into portal.consumer (id, tenant_id, name, legal_name, time_zone,"
                                + " created_at) select uuidv7(), '" + owner + "', 'Consumer ' || n, 'Consumer', 'UTC',"
                                + " now() from generate_series(1, " + ROWS + ") n")
                        .executeUpdate();
            });
        }
        LongAdder read = new LongAdder();
        LongAdder leaked = new LongAdder();
        LongAdder undone = new LongAdder();
        List<Future<?>> readers = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            Random random = new Random(reader);
            readers.add(server.threads().submit(() -> {
                while (read.sum() < READS) {
                    readAs(owners.get(random.nextInt(owners.size())), random.nextInt(8), read, leaked, undone);
                }
            }));
        }
        for (Future<?> reader : readers) {
            reader.get();
        }
        System.out.println("pooled connections: " + leaked + " rows leaked of " + read + " read, " + undone
                + " transactions rolled back or failed in between");
        assertEquals(0, leaked.sum());
        assertTrue(undone.sum() > 1_000);
    }

    private void readAs(TenantId owner, int how, LongAdder read, LongAdder leaked, LongAdder undone) {
        try {
            transactions.inTenant(owner, () -> {
                List<?> rows = server.entities()
                        .createNativeQuery("select tenant_id from portal.consumer", UUID.class)
                        .getResultList();
                read.add(rows.size());
                leaked.add(Math.abs(rows.size() - ROWS));
                leaked.add(rows.stream()
                        .filter(found -> !found.toString().equals(owner.toString()))
                        .count());
                switch (how) {
                    case 0 -> throw new IllegalStateException("undone");
                    case 1 -> server.entities().createNativeQuery("select 1/0").getSingleResult();
                    default -> {}
                }
            });
        } catch (IllegalStateException | PersistenceException expected) {
            undone.increment();
        }
        if (how == 2) { // the same pool, without saying for whom
            try (Connection connection = server.application().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("select count(*) from portal.consumer")) {
                count.next();
                leaked.add(count.getLong(1));
            } catch (SQLException broken) {
                throw new IllegalStateException(broken);
            }
        }
    }
}
