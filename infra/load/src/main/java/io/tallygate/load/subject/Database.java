package io.tallygate.load.subject;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The stack's PostgreSQL as its administrator: to put more rows into it than could be made through the control API.
public final class Database implements AutoCloseable {
    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /// @param address  as `stack.json` has it: `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`
    public static Database open(URI address) throws IOException {
        String[] who = address.getUserInfo().split(":", 2);
        try {
            Connection connection = DriverManager.getConnection(
                    "jdbc:postgresql://%s:%d%s".formatted(address.getHost(), address.getPort(), address.getPath()),
                    who[0],
                    who[1]);
            connection.setAutoCommit(false);
            return new Database(connection);
        } catch (SQLException refused) {
            throw new IOException(
                    "PostgreSQL does not answer at " + address.getHost() + ":" + address.getPort(), refused);
        }
    }

    /// @return  how many rows it touched
    public int run(String statement, Object... parameters) throws IOException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            return prepared.executeUpdate();
        } catch (SQLException failed) {
            throw undone(new IOException(failed.getMessage() + " in: " + statement, failed));
        }
    }

    /// Those that a statement may set: the database makes the others itself.
    /// @param table  with its schema
    /// @return  quoted, with commas between them
    public String columns(String table) throws IOException {
        try (PreparedStatement columns = connection.prepareStatement(
                "select string_agg(format('%I', attname), ', ' order by attnum) from pg_attribute where attrelid ="
                        + " ?::regclass and attnum > 0 and not attisdropped and attgenerated = ''")) {
            columns.setString(1, table);
            try (ResultSet row = columns.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException failed) {
            throw undone(new IOException(failed.getMessage() + " for: " + table, failed));
        }
    }

    /// @return  the first column of every row
    public List<String> texts(String query, Object... parameters) throws IOException {
        try (PreparedStatement prepared = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = prepared.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException failed) {
            throw undone(new IOException(failed.getMessage() + " in: " + query, failed));
        }
    }

    /// A failed statement takes with it what was run since the last [#commit], and the connection goes on.
    private IOException undone(IOException why) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            why.addSuppressed(lost);
        }
        return why;
    }

    public void commit() throws IOException {
        try {
            connection.commit();
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }
}
