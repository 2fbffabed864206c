package io.tallygate.gateway.policy.mirror;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Octets;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicySurroundings;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.upstream.OwnCalls;
import io.tallygate.gateway.upstream.OwnRequest;
import io.tallygate.gateway.upstream.OwnTries;
import io.tallygate.gateway.upstream.Upstream;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Sends a copy of a share of the calls elsewhere. What goes there is what the other policies made of the request, and
/// nothing of what the route's own upstream is shown besides.
final class MirrorPolicy implements Policy {
    private static final byte[] NOTHING = {};

    private final UUID id;
    private final @Nullable Upstream upstream;
    private final double share;
    private final int maxBytes;
    private final long timeoutNanos;
    private final PolicySurroundings surroundings;
    private final MirroredCalls calls;

    /// @param upstream  null: not known yet
    /// @param share     0 to 1
    MirrorPolicy(
            UUID id,
            @Nullable Upstream upstream,
            double share,
            int maxBytes,
            long timeoutNanos,
            PolicySurroundings surroundings) {
        this.id = id;
        this.upstream = upstream;
        this.share = share;
        this.maxBytes = maxBytes;
        this.timeoutNanos = timeoutNanos;
        this.surroundings = surroundings;
        this.calls = surroundings.shared(MirroredCalls.class, around -> new MirroredCalls(around.metrics()));
    }

    @Override
    public Set<UUID> upstreams() {
        return Set.of(id);
    }

    @Override
    public Policy with(Map<UUID, Upstream> upstreams) {
        return new MirrorPolicy(id, upstreams.get(id), share, maxBytes, timeoutNanos, surroundings);
    }

    @Override
    public Verdict check(Exchange call) {
        return Verdict.CONTINUE;
    }

    @Override
    public void onRequest(Exchange call) {
        Upstream to = upstream;
        OwnCalls own = surroundings.calls().on(call.loop());
        RequestHead request = call.request();
        if (to == null || own == null || request.offersWebSocket() || !isChosen()) {
            return;
        }
        if (request.contentLength() > maxBytes) {
            surroundings.metrics().hit(Limit.MIRRORED_BODY);
            return;
        }
        if (!calls.enter()) {
            return;
        }
        byte[] whole = call.body();
        MirroredCall copy = new MirroredCall(own, calls, maxBytes, asked(own, to, call));
        if (whole == null && request.hasBody()) {
            call.requestTap(copy);
        } else {
            copy.sendSoon(call.loop(), whole == null ? NOTHING : whole);
        }
    }

    private boolean isChosen() {
        return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
    }

    /// Made now: later the request's head is that of another upstream.
    private OwnRequest asked(OwnCalls own, Upstream to, Exchange call) {
        String target = target(to, call);
        RequestHead head = own.head(call.request().method(), target, 0);
        head.fields().addAll(call.request().fields());
        head.fields().remove(FieldName.HOST);
        return new OwnRequest(
                to,
                head,
                new Octets(target.length()).append(target),
                null,
                NOTHING,
                call.clientAddress(),
                timeoutNanos,
                false,
                OwnTries.UNSEEN);
    }

    private static String target(Upstream to, Exchange call) {
        String rest = call.upstreamTarget().toString().substring(call.upstreamBaseOctets());
        String base = to.basePath();
        String before = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return rest.startsWith("/") ? before + rest : before + "/" + rest;
    }
}
