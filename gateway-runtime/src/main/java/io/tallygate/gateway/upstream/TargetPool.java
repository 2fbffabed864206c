package io.tallygate.gateway.upstream;

import io.tallygate.gateway.http.Deadlines;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Connections of one event loop to one target, those that are free and those that are not, and the calls that
/// wait for one. The connection that was used last is used first: the others grow old and are closed.
final class TargetPool {
    private static final long LOOK_UP_EVERY_NANOS = 5_000_000_000L; // answers are kept by who looks them up

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
    private int turn;
    private long keptAliveNanos = Long.MAX_VALUE;
    private final boolean isNamed;
    private long lookUpAt;
    /// What the target's name led to last; null: nothing else than at first.
    private @Nullable List<InetAddress> current;

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
        this.isNamed = !isAddress(target.host());
        this.lookUpAt = System.nanoTime() + LOOK_UP_EVERY_NANOS;
    }

    private static boolean isAddress(String host) {
        try {
            return InetAddress.ofLiteral(host).getAddress().length > 0;
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    int nextTurn() {
        return turn++ & 0xffff;
    }

    /// Whether it is time to see where the target's name leads; asked once for each time.
    boolean wantsLookUp(long nowNanos) {
        if (!isNamed || nowNanos - lookUpAt < 0) {
            return false;
        }
        lookUpAt = nowNanos + LOOK_UP_EVERY_NANOS;
        return true;
    }

    /// Connections to other addresses are not used again: a call under way ends on its own.
    void moveTo(List<InetAddress> addresses) {
        current = addresses;
        List<UpstreamConnection> gone =
                idle.stream().filter(each -> !isCurrent(each)).toList();
        idle.removeAll(gone);
        gone.forEach(UpstreamConnection::close);
        for (Http2Upstream each : List.copyOf(shared)) {
            if (!addresses.contains(each.address())) {
                each.retire();
            }
        }
    }

    private boolean isCurrent(UpstreamConnection connection) {
        return current == null || current.contains(connection.address());
    }

    Upstream upstream() {
        return upstream;
    }

    Target target() {
        return target;
    }

    /// Without progress of an answer.
    long responseIdleNanos() {
        int millis = upstream.rules().idleTimeoutMillis();
        return millis > 0 ? millis * 1_000_000L : limits.responseIdleTime().toNanos();
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
        if (!isCurrent(connection)) {
            connection.close(); // whoever waits gets the one that is opened when this is closed
            return;
        }
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

    /// The upstream closes an idle connection after that: we do so before.
    void keepAlive(int seconds) {
        keptAliveNanos = Math.max(500_000_000L, (seconds - 1) * 1_000_000_000L);
    }

    void closeOlderThan(long nowNanos) {
        long keepAlive = Math.min(limits.keepAlive().toNanos(), keptAliveNanos);
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

    /// How much of the second half of what may be open is in use: from 0, where nobody has to wait, to 1, where those
    /// who
    /// come next do.
    double shortage() {
        if (upstream.http2()) {
            return 0;
        }
        double half = limits.connections() / 2.0;
        return Math.clamp((open - idle.size() - half) / half, 0, 1);
    }

    boolean isUnused() {
        return open == 0 && waiting.isEmpty();
    }
}
