package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.engine.EngineException;
import io.tallygate.clickhouse.statement.StatementText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A statement as it was sent: in the URL, in the body, or begun in the one and continued in the other.
/// @param text    all of it, or for an INSERT with rows at least its head and perhaps the first rows
/// @param shape   what it is
/// @param rest    rows that have not been read yet
/// @param isWhole whether there is no rest
record StatementInput(byte[] text, StatementText shape, InputStream rest, boolean isWhole) {

    static StatementInput read(@Nullable String inUrl, RequestBody body, Limits limits, Counters counters)
            throws IOException, EngineException {
        byte[] start = inUrl == null ? new byte[0] : inUrl.getBytes(StandardCharsets.UTF_8);
        StatementText shape = StatementText.of(start, start.length);
        if (shape instanceof StatementText.InsertWithRows insert) {
            boolean inUrlAlone = insert.data() < start.length && body.isEmpty();
            return new StatementInput(start, shape, body, inUrlAlone);
        }
        byte[] more = body.readNBytes(limits.statementBytes());
        byte[] text = start;
        if (start.length == 0) {
            text = more;
        } else if (more.length > 0) {
            text = Arrays.copyOf(start, start.length + 1 + more.length);
            text[start.length] = '\n';
            System.arraycopy(more, 0, text, start.length + 1, more.length);
        }
        shape = StatementText.of(text, text.length);
        boolean whole = more.length < limits.statementBytes();
        if (!whole && !(shape instanceof StatementText.InsertWithRows)) {
            counters.refused("statementBytes");
            throw EngineException.of(
                    EngineException.SYNTAX_ERROR,
                    "Max query size exceeded: a statement may have " + limits.statementBytes() + " bytes",
                    "SYNTAX_ERROR");
        }
        return new StatementInput(text, shape, body, whole);
    }
}
