package io.tallygate.portal.account;

import io.tallygate.portal.tasks.RecurringTask;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/// Forgets revoked tokens after [#KEPT], of all tenants, some at a time. A call with one is then as one with a token
/// that never was.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class ForgetRevokedTokens implements RecurringTask {
    /// The database's policy has the same number.
    static final Duration KEPT = Duration.ofDays(90);

    private static final int AT_ONCE = 1_000;
    private static final int MOST_ROUNDS = 100;

    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    @Override
    public String name() {
        return "forget-revoked-tokens";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() throws SQLException {
        try (Connection connection = operator.getConnection();
                PreparedStatement forget = connection.prepareStatement(
                        "delete from portal.revoked_token where sha256 in (select sha256 from portal.revoked_token"
                                + " where revoked_at < now() - ? * interval '1 s' limit ?)")) {
            forget.setLong(1, KEPT.toSeconds());
            forget.setInt(2, AT_ONCE);
            int rounds = 0;
            while (forget.executeUpdate() == AT_ONCE && rounds < MOST_ROUNDS) {
                rounds++;
            }
        }
    }
}
