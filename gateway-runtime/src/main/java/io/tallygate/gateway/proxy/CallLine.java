package io.tallygate.gateway.proxy;

import io.tallygate.gateway.config.LiveRoute;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Outcome;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.observe.accesslog.JsonLine;
import io.tallygate.gateway.observe.accesslog.SecretParameters;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.upstream.Target;
import io.tallygate.gateway.upstream.Upstream;
import io.tallygate.metering.recording.UsageDraft;

/// One call as a line of the access log.
///
/// | member | what |
/// | --- | --- |
/// | `time` | of the request's head, RFC 3339, UTC |
/// | `requestId`, `callId` | as in X-Request-Id; the usage record's, where a trusted proxy gave the call another |
/// | `traceId` | of W3C's trace context, when there is one |
/// | `method`, `host`, `path`, `query`, `protocol`, `tls` | as asked; of a query that no route took no value is told |
/// | `tenant`, `environment`, `api`, `apiVersion`, `route`, `operation` | what answered |
/// | `consumer`, `application`, `credential`, `subscription` | who called |
/// | `status`, `outcome`, `problem`, `refusedBy` | how it ended; the kind of policy that refused it |
/// | `requestBytes`, `responseBytes` | bodies |
/// | `micros`, `upstreamMicros` | whole call, and since it was sent upstream |
/// | `upstream`, `target`, `tries` | where it went, last |
/// | `client` | the client's address: nothing, its network, or all of it, as the installation says |
///
/// What is not known is left out. No header but Host is told.
final class CallLine {
    private CallLine() {}

    static String protocol(RequestHead head) {
        return head.isHttp2() ? "2" : head.minorVersion() == 0 ? "1.0" : "1.1";
    }

    static void write(JsonLine line, Sight seen, Outcome how, long nowNanos) {
        Exchange call = seen.exchange();
        UsageDraft usage = call.usage();
        RequestHead head = call.request();
        LiveRoute route = seen.admission().routeIfAny();
        line.time("time", usage.startedAtMicros)
                .uuid(call.givenRequestId() == null ? "requestId" : "callId", usage.idHigh, usage.idLow)
                .text("requestId", call.givenRequestId())
                .trace("traceId", seen.context().traceHigh(), seen.context().traceLow())
                .text("method", head.method())
                .text("host", head.authority());
        SecretParameters secrets = route == null ? null : route.policies().secretParameters();
        byte[] octets = head.fields().octets();
        if (head.pathTo() > head.pathFrom()) {
            line.path("path", octets, head.pathFrom(), head.pathTo(), SecretParameters.USUAL);
        }
        if (head.queryFrom() >= 0) {
            line.query("query", octets, head.queryFrom(), head.queryTo(), secrets);
        }
        line.text("protocol", head.method().isEmpty() ? null : protocol(head)).truth("tls", call.isSecure());
        line.uuid("tenant", usage.tenantHigh, usage.tenantLow)
                .octets("environment", usage.environment)
                .uuid("api", usage.apiHigh, usage.apiLow)
                .uuid("apiVersion", usage.apiVersionHigh, usage.apiVersionLow)
                .uuid("route", usage.routeHigh, usage.routeLow)
                .octets("operation", usage.operation)
                .uuid("consumer", usage.consumerHigh, usage.consumerLow)
                .uuid("application", usage.applicationHigh, usage.applicationLow)
                .uuid("credential", usage.credentialHigh, usage.credentialLow)
                .uuid("subscription", usage.subscriptionHigh, usage.subscriptionLow);
        Problem problem = seen.problem();
        line.number("status", seen.status())
                .text("outcome", how.text())
                .text("problem", problem == null ? null : problem.name())
                .text("refusedBy", call.decidedBy())
                .number("requestBytes", usage.requestBytes)
                .number("responseBytes", usage.responseBytes + seen.ownOctets())
                .number("micros", (nowNanos - call.startedAtNanos()) / 1_000);
        Upstream upstream = seen.upstream();
        Target target = seen.target();
        if (upstream != null && target != null) {
            line.number("upstreamMicros", seen.upstreamMicros())
                    .uuid(
                            "upstream",
                            upstream.id().getMostSignificantBits(),
                            upstream.id().getLeastSignificantBits())
                    .octets("target", target.authority())
                    .number("tries", seen.tries());
        }
        line.text("client", seen.client().of(call.clientAddress()));
    }
}
