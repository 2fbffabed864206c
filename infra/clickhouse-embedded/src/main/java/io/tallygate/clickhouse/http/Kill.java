package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.engine.Engine;
import io.tallygate.clickhouse.statement.StatementText;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `KILL QUERY WHERE query_id = '…'`: the engine gives its statements ids of its own, so the one that the client gave
/// is
/// looked up here, and the statement that reaches the engine names the request instead.
final class Kill {
    private static final Pattern BY_QUERY_ID = Pattern.compile(
            "(?is)\\s*KILL\\s+QUERY\\s+WHERE\\s+\\(?\\s*query_id\\s*=\\s*'([^'\\\\]{1,256})'\\s*\\)?\\s*((?:SYNC|ASYNC|TEST)?)\\b(.*)");

    private Kill() {}

    static byte[] byRequest(byte[] text, Watch watch) {
        if (text.length > 1_000 || !(StatementText.of(text, text.length) instanceof StatementText.Other)) {
            return text;
        }
        Matcher kill = BY_QUERY_ID.matcher(new String(text, StandardCharsets.UTF_8));
        if (!kill.matches()) {
            return text;
        }
        RunningStatement statement = watch.find(kill.group(1));
        if (statement == null) {
            return text;
        }
        if (!kill.group(2).equalsIgnoreCase("TEST")) {
            statement.cancel("killed by its query id");
        }
        return ("KILL QUERY WHERE " + Engine.isProcessOf(statement.number) + " " + kill.group(2) + kill.group(3))
                .getBytes(StandardCharsets.UTF_8);
    }
}
