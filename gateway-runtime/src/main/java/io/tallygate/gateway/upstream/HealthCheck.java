package io.tallygate.gateway.upstream;

/// How a target is asked how it does.
/// @param path            with its query, of a GET that is answered with 2xx or 3xx by a target that does well
/// @param timeoutMillis   for all of it
/// @param wellAfter       checks in a row that find it well
/// @param illAfter        checks in a row that do not
public record HealthCheck(String path, int intervalMillis, int timeoutMillis, int wellAfter, int illAfter) {}
