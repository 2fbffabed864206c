package io.tallygate.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.Authorities;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.Octets;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.upstream.UpstreamConnections.Waiting;
import org.jspecify.annotations.Nullable;

/// Asks one target how it does, again and again, by the same ways as calls go: the same wall, names and trust.
final class HealthProbe implements UpstreamCall {
    private static final FieldName USER_AGENT = FieldName.of("User-Agent");

    private final Upstream upstream;
    private final Target target;
    private final HealthCheck check;
    private final UpstreamConnections connections;
    private final Metrics metrics;
    private final RequestHead head = new RequestHead();
    private final Octets path;
    private final AnswerHead answer = new AnswerHead();
    private long nextAt;
    private long lateAt;
    private boolean asking;
    private boolean answered;
    private @Nullable UpstreamSide side;
    private @Nullable Waiting waiting;

    HealthProbe(Upstream upstream, Target target, HealthCheck check, UpstreamConnections connections, Metrics metrics) {
        this.upstream = upstream;
        this.target = target;
        this.check = check;
        this.connections = connections;
        this.metrics = metrics;
        this.path = new Octets(check.path().length());
        this.path.append(check.path());
        this.nextAt = System.nanoTime();
    }

    void sweep(long nowNanos) {
        if (asking && nowNanos - lateAt >= 0) {
            stop();
            found(false);
        } else if (!asking && nowNanos - nextAt >= 0) {
            asking = true;
            answered = false;
            nextAt = nowNanos + check.intervalMillis() * 1_000_000L;
            lateAt = nowNanos + check.timeoutMillis() * 1_000_000L;
            Waiting place = connections.connect(upstream, target, false, this);
            waiting = place == null || place.isOver() ? null : place;
        }
    }

    /// Asks no longer.
    void stop() {
        asking = false;
        Waiting place = waiting;
        waiting = null;
        if (place != null) {
            place.cancel();
        }
        UpstreamSide open = side;
        side = null;
        if (open != null) {
            open.abort();
        }
    }

    private void found(boolean well) {
        asking = false;
        if (!well) {
            metrics.failedChecks.increment();
        }
        if (target.health().checked(well, check)) {
            metrics.targetEjections.increment();
        }
    }

    @Override
    public AnswerHead answer() {
        return answer;
    }

    @Override
    public void onConnection(UpstreamSide connection) {
        waiting = null;
        side = connection;
        head.clear();
        head.begin("GET", new String(target.authority(), ISO_8859_1), check.path(), 0, new Authorities());
        head.fields().add(USER_AGENT, "tallygate-health-check");
        connection.send(head, path, target.authority());
        connection.end();
    }

    @Override
    public void onHead() {
        answered = answer.status() < 400;
    }

    @Override
    public void onBody(ByteBuf part) {
        part.release();
    }

    @Override
    public void onEnd(@Nullable Fields trailers) {
        side = null;
        found(answered);
    }

    @Override
    public void onFailure(UpstreamFailure failure) {
        side = null;
        waiting = null;
        if (failure == UpstreamFailure.STALE) {
            asking = false; // the connection was old, which says nothing of the target
            nextAt = System.nanoTime();
        } else {
            found(false);
        }
    }

    @Override
    public void onInterim() {}

    @Override
    public void onWritable() {}

    @Override
    public void onPause() {}
}
