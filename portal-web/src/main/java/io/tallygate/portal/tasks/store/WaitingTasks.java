package io.tallygate.portal.tasks.store;

import io.tallygate.metering.meter.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Instant;
import org.hibernate.Session;

/// Writes work into the table in the transaction that asks for it, with the application's role: the library itself has
/// connections of its own and would commit on its own.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class WaitingTasks {
    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// @return  false when it waits or runs already
    public boolean add(String task, TenantId tenant, String instance, String data, Instant at) {
        return entities.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("insert into portal.scheduled_task (task_name,"
                    + " task_instance, task_data, execution_time, picked, version) values (?, ?, ?, ?, false, 1)"
                    + " on conflict (task_name, task_instance) do nothing")) {
                insert.setString(1, task);
                insert.setString(2, tenant.value() + "/" + instance);
                insert.setBytes(3, data.getBytes(StandardCharsets.UTF_8));
                insert.setTimestamp(4, Timestamp.from(at));
                return insert.executeUpdate() == 1;
            }
        });
    }
}
