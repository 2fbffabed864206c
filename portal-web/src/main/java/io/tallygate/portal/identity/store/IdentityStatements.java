package io.tallygate.portal.identity.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Single statements of the identity room's own database role; each commits on its own.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class IdentityStatements {
    @Resource(lookup = "jdbc/identity", shareable = false)
    private DataSource identity;

    /// Makes a value of one row.
    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /// @param query  its places are filled with `values`, in order
    <T> List<T> rows(String query, Reading<T> reading, Object... values) {
        try (Connection connection = identity.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            fill(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(reading.of(rows));
                }
                return all;
            }
        } catch (SQLException away) {
            throw new IllegalStateException("the identity room's tables do not answer", away);
        }
    }

    /// @return  how many rows were written
    int update(String statement, Object... values) {
        try (Connection connection = identity.getConnection();
                PreparedStatement update = connection.prepareStatement(statement)) {
            fill(update, values);
            return update.executeUpdate();
        } catch (SQLException away) {
            throw new IllegalStateException("the identity room's tables do not answer", away);
        }
    }

    private static void fill(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
