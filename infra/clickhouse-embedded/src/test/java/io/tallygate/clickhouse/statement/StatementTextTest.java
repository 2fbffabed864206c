package io.tallygate.clickhouse.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.clickhouse.statement.StatementText.InsertWithRows;
import io.tallygate.clickhouse.statement.StatementText.Other;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTextTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO t FORMAT CSV rows | INSERT INTO t | CSV | rows",
                "insert into d.t (a, `b)`) format JSONEachRow {} | insert into d.t (a, `b)`) | JSONEachRow | {}",
                "INSERT INTO TABLE FUNCTION f('x FORMAT y') SETTINGS a = 'VALUES' FORMAT TSV 1 | INSERT INTO TABLE"
                        + " FUNCTION f('x FORMAT y') SETTINGS a = 'VALUES' | TSV | 1",
                "/* SELECT */ INSERT INTO t -- FORMAT no | /* SELECT */ INSERT INTO t | Values | ''",
                "INSERT INTO t VALUES (1,'a') | INSERT INTO t | Values | ' (1,''a'')'",
                "INSERT INTO values VALUES (1) | INSERT INTO values | Values | ' (1)'",
                "INSERT INTO t | INSERT INTO t | Values | ''",
            })
    void an_insert_is_split_where_its_rows_begin(String text, String head, String format, String rows) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var insert = (InsertWithRows) StatementText.of(bytes, bytes.length);
        assertThat(new String(insert.head(), StandardCharsets.UTF_8)).isEqualTo(head);
        assertThat(insert.format()).isEqualTo(format);
        assertThat(text.substring(insert.data())).isEqualTo(rows == null ? "" : rows.replace("''", "'"));
    }

    @Test
    void binary_rows_begin_behind_one_line_end_whatever_they_begin_with() {
        byte[] bytes = "INSERT INTO t FORMAT RowBinary\n\n\u0001".getBytes(StandardCharsets.ISO_8859_1);
        var insert = (InsertWithRows) StatementText.of(bytes, bytes.length);
        assertThat(bytes.length - insert.data()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t SELECT 1 FORMAT CSV",
                "INSERT INTO t (a) WITH x AS (SELECT 1) SELECT * FROM x",
                "INSERT INTO t FROM INFILE 'x' FORMAT CSV",
                "INSERT",
                "SELECT 'INSERT INTO t FORMAT CSV'",
                "",
                "'",
                "(((",
            })
    void what_carries_no_rows_is_left_to_the_engine(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(StatementText.of(bytes, bytes.length)).isInstanceOf(Other.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 FORMAT JSONCompact | JSONCompact",
                "SELECT 1 FORMAT `x` SETTINGS max_threads = 1 | `x`",
                "SELECT ' FORMAT CSV' | ",
                "SELECT (SELECT 1 FORMAT CSV) | ",
                "SHOW TABLES FORMAT TSVWithNames; | TSVWithNames",
            })
    void the_output_format_is_the_one_that_the_statement_names(String text, String format) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(((Other) StatementText.of(bytes, bytes.length)).format()).isEqualTo(format);
    }
}
