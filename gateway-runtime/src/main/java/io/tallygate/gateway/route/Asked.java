package io.tallygate.gateway.route;

import org.jspecify.annotations.Nullable;

/// What is asked for, as far as routes look at it. The octets belong to the request's own buffers and are valid during
/// the call of [RouteTable#match].
public interface Asked {
    /// The path in its normal form (see [RequestPath]), one octet a character; begins with `/`.
    byte[] path();

    /// Where the path begins.
    int pathFrom();

    /// Behind its last octet.
    int pathTo();

    /// Lower case, without port and brackets; empty when none was named. Best the same String for all calls that name
    /// the same: its hash is then known.
    String host();

    /// As the Host field names it; -1 when it names none.
    int port();

    /// The standard methods are constants.
    String method();

    /// @return  several values of the field joined by `, `; null when it is not there
    @Nullable
    String header(String lowerCaseName);

    /// As the client sent it, without `?`; null when there is none.
    @Nullable
    String query();
}
