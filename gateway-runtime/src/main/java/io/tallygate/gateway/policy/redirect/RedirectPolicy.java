package io.tallygate.gateway.policy.redirect;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.policy.rewrite.PathChange;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.gateway.route.RequestPath;
import org.jspecify.annotations.Nullable;

/// Sends the client elsewhere; nothing goes upstream.
/// @param scheme  null: the one that the client used
/// @param host    null: the one that the client named
/// @param port    0: the scheme's own where a scheme is given, else the one that the client named
record RedirectPolicy(
        int status,
        @Nullable String scheme,
        @Nullable String host,
        int port,
        @Nullable PathChange path,
        boolean keepsQuery)
        implements Policy {
    private static final FieldName LOCATION = FieldName.of("Location");
    private static final byte[] NOTHING = {};

    @Override
    public Verdict check(Exchange call) {
        RequestHead request = call.request();
        String to = path == null
                ? RequestPath.of(request.path().isEmpty() ? "/" : request.path())
                        .rawText()
                : path.of(call);
        if (to == null) {
            return new Verdict.Reject(Problems.badRequest("A part of the path leads elsewhere."));
        }
        String query = keepsQuery ? call.upstreamQuery() : null;
        Fields fields = new Fields();
        fields.add(LOCATION, origin(call) + to + (query == null ? "" : "?" + query));
        return new Verdict.Answer(status, fields, NOTHING);
    }

    /// Empty when the client has named no host, and none is given.
    private String origin(Exchange call) {
        String authority = call.request().authority();
        int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
        String named = colon < 0 ? authority : authority.substring(0, colon);
        String to = host == null ? named : host;
        if (to.isEmpty()) {
            return "";
        }
        String by = scheme == null ? call.isSecure() ? "https" : "http" : scheme;
        String there =
                port > 0 ? Integer.toString(port) : scheme == null && colon >= 0 ? authority.substring(colon + 1) : "";
        boolean usual = there.isEmpty() || there.equals(by.equals("https") ? "443" : "80");
        return by + "://" + to + (usual ? "" : ":" + there);
    }
}
