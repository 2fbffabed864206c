package io.tallygate.portal.signup.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import javax.sql.DataSource;

/// Counts by limit, owner and window.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Counts {
    @Resource(lookup = "jdbc/identity", shareable = false)
    private DataSource identity;

    /// @return  how many there are now, with this one; refused ones are counted too
    public int add(String limit, String sha256, Instant window) {
        try (Connection connection = identity.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into sign_up_count (limit_name, sha256, window_start, n)"
                            + " values (?, ?, ?, 1) on conflict (limit_name, sha256, window_start) do update set n ="
                            + " sign_up_count.n + 1 returning n");
                PreparedStatement forget = connection.prepareStatement(
                        "delete from sign_up_count where window_start < now() - interval '2 days'")) {
            insert.setString(1, limit);
            insert.setString(2, sha256);
            insert.setTimestamp(3, Timestamp.from(window));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                int n = row.getInt(1);
                if (n == 1) {
                    forget.executeUpdate();
                }
                return n;
            }
        } catch (SQLException away) {
            throw new IllegalStateException("sign-ups cannot be counted", away);
        }
    }
}
