package io.tallygate.cli.accesslog;

import java.time.Instant;

/// One request as an access log tells it.
/// @param caller  who called: a signed-in user where the log has one, else an address, a key or whatever it names
/// @param path    raw, without its query
/// @param bytes   of the answer's body
record LogLine(Instant time, String caller, String method, String path, int status, long bytes) {
    LogLine {
        if (!method.matches("[A-Za-z]{1,32}")) {
            throw new BadLine("no method that is one: " + BadLine.shown(method));
        }
        if (status < 100 || status > 999) {
            throw new BadLine("no status: " + status);
        }
        if (bytes < 0) {
            throw new BadLine("bytes below zero");
        }
        if (caller.isEmpty()) {
            throw new BadLine("no caller");
        }
        if (!path.startsWith("/") && !path.equals("*")) {
            throw new BadLine("no path that begins with /: " + BadLine.shown(path));
        }
    }
}
