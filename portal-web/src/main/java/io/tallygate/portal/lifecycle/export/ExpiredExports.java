package io.tallygate.portal.lifecycle.export;

import io.tallygate.portal.tasks.RecurringTask;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/// Deletes archives whose time is over, of all tenants.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ExpiredExports implements RecurringTask {
    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    @Override
    public String name() {
        return "expired-exports";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() throws SQLException {
        try (Connection connection = operator.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from portal.tenant_export where expires_at < now()");
        }
    }
}
