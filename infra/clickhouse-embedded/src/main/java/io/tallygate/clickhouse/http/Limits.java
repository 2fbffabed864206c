package io.tallygate.clickhouse.http;

import java.time.Duration;

/// Every bound by name; one that is hit is counted in [Counters] under that name.
/// @param statements      that run in the engine at the same time
/// @param waiting         requests that may wait for one of those places
/// @param patience          how long they wait
/// @param clients         HTTP connections at the same time
/// @param lineBytes       of the request line and of each header, parameters included
/// @param headers         of a request
/// @param statementBytes  of a statement, without an INSERT's rows
/// @param bodyBytes       of an INSERT's rows, uncompressed
/// @param idle            how long a kept connection may be silent
/// @param stalled         how long a client may take no byte, or send none of a body, before it is cut off
public record Limits(
        int statements,
        int waiting,
        Duration patience,
        int clients,
        int lineBytes,
        int headers,
        int statementBytes,
        long bodyBytes,
        Duration idle,
        Duration stalled) {

    public static Limits standard(int statements) {
        return new Limits(
                statements,
                64,
                Duration.ofSeconds(10),
                256,
                1 << 20,
                100,
                1 << 20,
                16L << 30,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
    }
}
