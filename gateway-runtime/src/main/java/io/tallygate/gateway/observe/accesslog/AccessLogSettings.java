package io.tallygate.gateway.observe.accesslog;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// @param file      null: standard output
/// @param maxBytes  of one file; then it is renamed and a new one begun
/// @param kept      files that were renamed so; the oldest goes
/// @param client    what a line says of the client's address, which is personal data
public record AccessLogSettings(@Nullable Path file, long maxBytes, int kept, ClientAddress client) {
    public enum ClientAddress {
        NONE,
        /// The network: without the last 8 bits of IPv4, the last 80 of IPv6.
        TRUNCATED,
        FULL
    }
}
