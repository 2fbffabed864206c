package io.tallygate.gateway.upstream;

import io.tallygate.gateway.http.Deadlines;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Connections of one event loop to one target, those that are free and those that are not, and the calls that wait for
/// one. The connection that was used last is used first: the others grow old and are closed.
final class TargetPool {
    private final Upstream upstream;
    private final Target target;
    private final PoolLimits limits;
    private final Deadlines deadlines;
    private final BiConsumer<TargetPool, Ticket> opener;
    private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
    /// Of HTTP/2: each carries many calls.
    private final List<Http2Upstream> shared = new ArrayList<>();

    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private int open;

    /// A call's place among those that wait for a connection.
    static final class Ticket {
        private @Nullable UpstreamCall call;

        Ticket(UpstreamCall call) {
            this.call = call;
        }

        boolean isTaken() {
            return call == null;
        }

        @Nullable
        UpstreamCall take() {
            UpstreamCall taken = call;
            call = null;
            return taken;
        }
    }

    /// @param opener  begins to open a connection for who holds the ticket
    TargetPool(
            Upstream upstream,
            Target target,
            PoolLimits limits,
            Deadlines deadlines,
            BiConsumer<TargetPool, Ticket> opener) {
        this.upstream = upstream;
        this.target = target;
        this.limits = limits;
        this.deadlines = deadlines;
        this.opener = opener;
    }

    Upstream upstream() {
        return upstream;
    }

    Target target() {
        return target;
    }

    PoolLimits limits() {
        return limits;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    @Nullable
    UpstreamConnection takeIdle() {
        for (UpstreamConnection last = idle.pollLast(); last != null; last = idle.pollLast()) {
            if (last.isActive()) {
                return last;
            }
        }
        return null;
    }

    /// @return  false when no more may wait
    boolean admit(Ticket ticket) {
        // one connection of HTTP/2 will carry many: they wait for it together
        boolean beingOpened = upstream.http2() && open > shared.size();
        if (open < limits.connections() && !beingOpened) {
            open++;
            opener.accept(this, ticket);
            return true;
        }
        if (waiting.size() >= limits.pending()) {
            waiting.removeIf(other -> other.call == null);
        }
        return waiting.size() < limits.pending() && waiting.add(ticket);
    }

    /// @return  a stream of a connection of HTTP/2 that has room
    @Nullable
    UpstreamSide takeStream(UpstreamCall call) {
        for (Http2Upstream each : shared) {
            if (each.hasRoom()) {
                return each.take(call);
            }
        }
        return null;
    }

    void opened(Http2Upstream connection) {
        shared.add(connection);
    }

    /// Those who wait get streams, and another connection is opened when that was not enough.
    void hasRoomAgain(Http2Upstream connection) {
        while (connection.hasRoom()) {
            UpstreamCall next = nextWaiting();
            if (next == null) {
                return;
            }
            next.onConnection(connection.take(next));
        }
        if (!waiting.isEmpty() && open == shared.size() && open < limits.connections()) {
            openForNext();
        }
    }

    private void openForNext() {
        UpstreamCall next = nextWaiting();
        if (next != null) {
            open++;
            opener.accept(this, new Ticket(next));
        }
    }

    void closed(Http2Upstream connection) {
        if (shared.remove(connection)) {
            failedToOpen();
        }
    }

    void release(UpstreamConnection connection) {
        UpstreamCall next = nextWaiting();
        if (next == null) {
            idle.addLast(connection);
        } else {
            connection.attach(next);
            next.onConnection(connection);
        }
    }

    private @Nullable UpstreamCall nextWaiting() {
        for (Ticket ticket = waiting.pollFirst(); ticket != null; ticket = waiting.pollFirst()) {
            UpstreamCall call = ticket.take();
            if (call != null) {
                return call;
            }
        }
        return null;
    }

    void closed(UpstreamConnection connection) {
        idle.remove(connection);
        failedToOpen();
    }

    /// One connection less; who waits may have a new one.
    void failedToOpen() {
        open--;
        openForNext();
    }

    void closeOlderThan(long nowNanos) {
        long keepAlive = limits.keepAlive().toNanos();
        for (UpstreamConnection oldest = idle.peekFirst();
                oldest != null && nowNanos - oldest.idleSince() > keepAlive;
                oldest = idle.peekFirst()) {
            idle.removeFirst();
            oldest.close();
        }
        for (Http2Upstream each : List.copyOf(shared)) {
            if (each.isIdle() && nowNanos - each.idleSince() > keepAlive) {
                each.close();
            }
        }
    }

    void closeIdle() {
        for (UpstreamConnection each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
            each.close();
        }
        for (Http2Upstream each : List.copyOf(shared)) {
            if (each.isIdle()) {
                each.close();
            }
        }
    }

    boolean isUnused() {
        return open == 0 && waiting.isEmpty();
    }
}
