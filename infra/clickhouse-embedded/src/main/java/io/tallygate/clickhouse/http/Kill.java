package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.engine.Engine;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `KILL QUERY WHERE query_id = '…'`: the engine gives its statements ids of its own, so the one that the client gave
/// is
/// looked up here, and the statement that reaches the engine names the request instead.
/// @param text    what the engine is to run
/// @param target  the statement that was meant, if it runs
record Kill(byte[] text, @Nullable RunningStatement target) {
    private static final Pattern BY_QUERY_ID =
            Pattern.compile("(?is)\\s*KILL\\s+QUERY\\s+WHERE\\s+query_id\\s*=\\s*'([^'\\\\]{1,256})'"
                    + "(?:\\s+(SYNC|ASYNC|TEST)\\b)?((?:\\s+FORMAT\\s+\\w+)?\\s*;?\\s*)");

    static Kill of(byte[] text, Watch watch) {
        Matcher kill = BY_QUERY_ID.matcher(text.length > 1_000 ? "" : new String(text, StandardCharsets.UTF_8));
        RunningStatement target = kill.matches() ? watch.find(kill.group(1)) : null;
        if (target == null) {
            return new Kill(text, null);
        }
        String mode = kill.group(2) == null ? "ASYNC" : kill.group(2).toUpperCase(Locale.ROOT);
        String byRequest = "KILL QUERY WHERE " + Engine.isProcessOf(target.number) + " " + mode + kill.group(3);
        return new Kill(byRequest.getBytes(StandardCharsets.UTF_8), mode.equals("TEST") ? null : target);
    }

    /// Once the engine was told: a statement that it had not begun, or that is between two blocks, ends too.
    void done() {
        if (target != null) {
            target.cancel("killed by its query id");
        }
    }
}
