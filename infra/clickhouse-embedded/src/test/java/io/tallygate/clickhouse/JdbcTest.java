package io.tallygate.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The JDBC driver: metadata, batches, prepared statements, error codes.
class JdbcTest {
    private static final RunningClickHouse ENGINE = RunningClickHouse.shared();

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:ch:" + ENGINE.url() + "/tallygate", "default", "");
    }

    @Test
    void metadata_batches_and_prepared_selects_work() throws SQLException {
        UUID id = UUID.fromString("0197c7a0-0000-7000-8000-00000000000b");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE by_jdbc (id UUID, at DateTime64(6, 'UTC'), word LowCardinality(String), n UInt64,"
                        + " yes Bool, price Decimal(20, 12), maybe Nullable(String)) ENGINE = MergeTree ORDER BY id");
            assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith("26.7");
            List<String> columns = new ArrayList<>();
            try (ResultSet found = connection.getMetaData().getColumns(null, "tallygate", "by_jdbc", "%")) {
                while (found.next()) {
                    columns.add(found.getString("COLUMN_NAME") + " " + found.getString("TYPE_NAME"));
                }
            }
            assertThat(columns)
                    .contains("id UUID", "n UInt64", "maybe Nullable(String)")
                    .hasSize(7);

            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO by_jdbc VALUES (?, ?, ?, ?, ?, ?, ?)")) {
                for (int i = 0; i < 1_000; i++) {
                    insert.setObject(1, i == 7 ? id : new UUID(1, i));
                    insert.setObject(2, LocalDateTime.parse("2026-11-25T10:00:00.000123"));
                    insert.setString(3, "it's; -- \\ live");
                    insert.setLong(4, i);
                    insert.setBoolean(5, i % 2 == 0);
                    insert.setBigDecimal(6, new BigDecimal("0.000000000001"));
                    insert.setString(7, i == 7 ? null : "there");
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(1_000);
            }
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT * FROM by_jdbc WHERE id = ? AND at = ? AND word = ?")) {
                select.setObject(1, id);
                select.setObject(2, LocalDateTime.parse("2026-11-25T10:00:00.000123"));
                select.setString(3, "it's; -- \\ live");
                try (ResultSet found = select.executeQuery()) {
                    assertThat(found.next()).isTrue();
                    assertThat(found.getObject("id")).isEqualTo(id);
                    assertThat(found.getObject("at", LocalDateTime.class))
                            .isEqualTo(LocalDateTime.parse("2026-11-25T10:00:00.000123"));
                    assertThat(found.getLong("n")).isEqualTo(7);
                    assertThat(found.getBoolean("yes")).isFalse();
                    assertThat(found.getBigDecimal("price")).isEqualByComparingTo("0.000000000001");
                    assertThat(found.getString("maybe")).isNull();
                    assertThat(found.next()).isFalse();
                }
            }
        }
    }

    @Test
    void an_error_keeps_its_code() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM nosuch"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(60));
        }
    }
}
