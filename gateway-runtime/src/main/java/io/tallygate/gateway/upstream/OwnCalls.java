package io.tallygate.gateway.upstream;

import io.tallygate.gateway.http.Authorities;
import io.tallygate.gateway.http.Deadlines;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.observe.Metrics;

/// Calls that the gateway makes of its own, on the connections of one event loop. Used on it only.
public final class OwnCalls {
    private final UpstreamConnections connections;
    private final Deadlines deadlines;
    private final Metrics metrics;
    private final Authorities authorities = new Authorities();

    public OwnCalls(UpstreamConnections connections, Deadlines deadlines, Metrics metrics) {
        this.connections = connections;
        this.deadlines = deadlines;
        this.metrics = metrics;
    }

    /// A head without fields, but that of its length when there is a body.
    /// @param target  path and query
    /// @throws IllegalArgumentException  when that is no target
    public RequestHead head(String method, String target, int bodyOctets) {
        RequestHead head = new RequestHead();
        Malformed malformed = head.begin(method, "", target, bodyOctets, authorities);
        if (malformed != null) {
            throw new IllegalArgumentException(malformed.detail());
        }
        if (bodyOctets > 0 || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            head.bodyKnown(bodyOctets); // RFC 9110, 8.6: some upstreams insist
        }
        return head;
    }

    public Deadlines deadlines() {
        return deadlines;
    }

    /// Begins at once. The asker is told once how it ended, perhaps before this returns, unless the call is ended by
    /// [OwnCall#abort] before.
    public OwnCall ask(OwnRequest request, OwnCall.Asker asker) {
        UpstreamCredential credential = request.upstream().rules().credential();
        if (credential != null) {
            credential.putInto(request.head().fields());
        }
        OwnCall call = new OwnCall(request, asker, connections, deadlines, metrics);
        call.begin();
        return call;
    }
}
