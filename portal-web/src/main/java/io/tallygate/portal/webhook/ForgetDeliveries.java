package io.tallygate.portal.webhook;

import io.tallygate.portal.tasks.RecurringTask;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/// Forgets events and their deliveries after [WebhookLimits#KEPT], of all tenants, some at a time.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ForgetDeliveries implements RecurringTask {
    private static final int AT_ONCE = 1_000;
    private static final int MOST_ROUNDS = 100;

    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    @Override
    public String name() {
        return "forget-webhook-deliveries";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() throws SQLException {
        try (Connection connection = operator.getConnection();
                PreparedStatement forget = connection.prepareStatement(
                        "delete from portal.webhook_event where id in (select id from portal.webhook_event"
                                + " where occurred_at < now() - ? * interval '1 s' order by occurred_at limit ?)")) {
            forget.setLong(1, WebhookLimits.KEPT.toSeconds());
            forget.setInt(2, AT_ONCE);
            int rounds = 0;
            while (forget.executeUpdate() == AT_ONCE && rounds < MOST_ROUNDS) {
                rounds++;
            }
        }
    }
}
