package io.tallygate.gateway.observe;

import java.util.Locale;

/// Every bound of the gateway. One that is hit is counted under its name.
public enum Limit {
    /// Client connections; more are closed at once.
    CONNECTIONS,
    /// Calls under way; one beyond is refused.
    CALLS,
    /// A pass over a loop's sockets; while it takes longer, some calls are refused.
    LOOP_TIME,
    /// Heap and buffers; while there is hardly any left, calls are refused.
    MEMORY,
    /// A client that leaves an answer waiting. The less room there is, the less long.
    UNREAD_TIME,
    /// TLS handshakes under way; a connection beyond is closed.
    TLS_HANDSHAKES,
    TLS_HANDSHAKE_TIME,
    /// Streams of a connection in HTTP/2; one beyond is refused, and the connection closed when many were.
    HTTP2_STREAMS,
    /// Streams that a client has reset; the connection is closed.
    HTTP2_RESETS,
    /// Frames of HTTP/2 that carry no call; the connection is closed.
    HTTP2_CONTROLS,
    /// CONTINUATION frames of one head; the connection is closed.
    HTTP2_CONTINUATIONS,
    /// A call of gRPC that was to be answered within a time of its client's own.
    GRPC_TIMEOUT,
    /// A WebSocket on which nothing moved.
    WEBSOCKET_IDLE,
    REQUEST_LINE,
    REQUEST_HEAD,
    REQUEST_BODY,
    /// A request's body that its route does not take.
    ROUTE_BODY,
    /// A head that took too long.
    HEAD_TIME,
    /// A connection without a request.
    IDLE_TIME,
    /// A body that did not go on, either way.
    BODY_TIME,
    /// A body that did not go on while connections to its upstream ran short. The fewer are left, the less long.
    WITHHELD_TIME,
    /// A body that came on the whole too slowly.
    BODY_RATE,
    /// Octets sent ahead of their turn; the socket is not read for a while.
    PENDING_BYTES,
    /// Client connections of one address; more are closed at once.
    CONNECTIONS_PER_ADDRESS,
    /// A body that a policy needs as a whole.
    BUFFERED_BODY,
    /// What the process holds of answers that are gathered; an answer beyond is a problem.
    GATHERED_OCTETS,
    /// An answer that is too long to be mapped.
    MAPPED_ANSWER,
    /// JSON that is nested too deeply.
    JSON_DEPTH,
    /// A mapping that asks for more time or memory than a call may cost.
    MAPPING_WORK,
    /// Answers that are compressed at the same time; one beyond goes as it is.
    COMPRESSED_BODIES,
    /// Fetches of an issuer's keys because of a key that nobody knows; the tokens are refused meanwhile.
    KEY_FETCHES,
    /// Calls that wait for an issuer's keys.
    KEY_WAITING,
    /// A policy that waits for something.
    POLICY_TIME,
    /// Calls that wait for a connection to a target.
    UPSTREAM_PENDING,
    /// Calls that would have been sent again, had not too many been.
    UPSTREAM_RETRIES,
    UPSTREAM_CONNECT_TIME,
    UPSTREAM_RESPONSE_TIME,
    UPSTREAM_IDLE_TIME,
    /// Calls that the gateway makes of its own: a part of an aggregated answer, a mirrored call.
    OWN_CALL_TIME,
    /// Steps of an aggregated answer; a route with more is refused.
    AGGREGATE_STEPS,
    /// The answer of one step.
    AGGREGATE_PART,
    /// The answers of all steps of one call together.
    AGGREGATE_ANSWER,
    /// Mirrored calls under way; one beyond is not mirrored.
    MIRRORED_CALLS,
    /// A body that is too long to be mirrored.
    MIRRORED_BODY,
    /// Interim (1xx) responses to one call.
    INTERIM_RESPONSES,
    /// Keys of one limit; the one that was asked for longest ago is forgotten.
    LIMIT_KEYS,
    /// Characters of a limit's key; what goes beyond is not looked at.
    LIMIT_KEY_LENGTH,
    /// Counts on disk; more are forgotten when the process ends.
    LIMIT_RECORDS,
    /// Routes that a gateway holds; one more is refused and reported.
    ROUTES,
    /// Credentials that a gateway holds; one more is refused and reported.
    CREDENTIALS,
    /// Different values of one attribute; further ones are recorded as `other`.
    ATTRIBUTE_VALUES,
    /// Octets of an answer, or of one event of it, in which units are looked for.
    UNITS_BODY,
    /// Meters of events that a gateway holds; one more is refused and reported.
    METERS,
    /// Octets of one event that a back end tells.
    EVENT,
    /// Events of one batch.
    EVENT_BATCH,
    /// Octets of one batch.
    EVENT_BODY,
    /// Requests with events of one tenant that are under way; one beyond is refused.
    EVENT_REQUESTS,
    /// Requests with events that are under way, and the octets that they hold; one beyond is refused.
    EVENT_OCTETS,
    /// Room for records of events.
    EVENTS_JOURNAL,
    /// Reserving room for a usage record.
    USAGE_JOURNAL,
    /// Lines of the access log that found no room; they are lost.
    ACCESS_LOG,
    /// Calls whose spans found no room; they are lost.
    TRACE_QUEUE,
    /// Calls still under way when the gateway had to stop.
    DRAIN_TIME;

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
