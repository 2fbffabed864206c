package io.tallygate.portal.lifecycle.erase;

import io.tallygate.portal.tasks.RecurringTask;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/// What comes after an erasure: usage that a gateway ships late goes too, and invoices when their years are over.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ErasureUpkeep implements RecurringTask {
    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    @Inject
    private ErasureRecords records;

    @Inject
    private ErasedUsage usage;

    @Inject
    private Clock clock;

    @Override
    public String name() {
        return "erasure-upkeep";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() throws SQLException {
        try (Connection connection = operator.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from billing.retained_invoice where retain_until < current_date");
        }
        for (Erasure erasure : records.doneSince(clock.instant().minus(ErasureTerms.LATE_USAGE))) {
            usage.erase(erasure.tenant());
        }
    }
}
