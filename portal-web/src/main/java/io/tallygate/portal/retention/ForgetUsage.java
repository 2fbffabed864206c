package io.tallygate.portal.retention;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tasks.RecurringTask;
import io.tallygate.portal.usage.Usage;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/// Deletes usage that its tenant keeps no longer.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ForgetUsage implements RecurringTask {
    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    @Inject
    private Usage usage;

    @Inject
    private Clock clock;

    @Override
    public String name() {
        return "forget-usage";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(12);
    }

    @Override
    public void run() throws SQLException {
        Map<TenantId, Integer> days = new HashMap<>();
        try (Connection connection = operator.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select tenant_id, days from portal.usage_retention")) {
            while (row.next()) {
                days.put(new TenantId(row.getObject(1, UUID.class)), row.getInt(2));
            }
        }
        if (!days.isEmpty()) {
            usage.forget(days, clock.instant());
        }
    }
}
