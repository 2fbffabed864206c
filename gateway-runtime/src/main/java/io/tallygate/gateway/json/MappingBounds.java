package io.tallygate.gateway.json;

import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Utils.JList;
import com.dashjoin.jsonata.Utils.RangeList;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one evaluation may cost. It runs on an event loop: the bound in steps is the same on every machine, the one in
/// the processor's time is for steps that are long. Every value that comes about is weighed with all that it holds, as
/// often as it holds it, so that a small expression cannot make a large text.
final class MappingBounds {
    static final int MAX_STEPS = 200_000;
    static final int MAX_ITEMS = 100_000;
    /// Characters of texts, and one for anything else.
    static final int MAX_WEIGHT = 4 << 20;

    private static final long MAX_CPU_NANOS = 100_000_000;
    private static final long LOOK_EVERY_NANOS = 5_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final ThreadLocal<@Nullable MappingBounds> CURRENT = new ThreadLocal<>();

    private final int maxDepth;
    private final Map<Object, Long> weights = new IdentityHashMap<>();
    private int steps;
    private int depth;
    private final long begunCpu = cpuNanos();
    private long lookedAt = System.nanoTime();

    MappingBounds(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /// Of the evaluation that runs on this thread.
    static MappingBounds current() {
        MappingBounds bounds = CURRENT.get();
        if (bounds == null) {
            throw new IllegalStateException("nothing is evaluated");
        }
        return bounds;
    }

    void begin() {
        CURRENT.set(this);
    }

    static void end() {
        CURRENT.remove();
    }

    /// A function has copied a list, as work that no step tells of.
    void copied(int items) {
        steps += items / 256;
        enter();
        depth--;
    }

    void watch(Frame frame) {
        frame.setEvaluateEntryCallback((_, _, _) -> enter());
        frame.setEvaluateExitCallback((_, _, _, result) -> leave(result));
    }

    private static long cpuNanos() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private void enter() {
        if (++depth > maxDepth) {
            throw new JsonFault(JsonFault.Kind.WORK, "it is nested too deeply");
        }
        if (++steps > MAX_STEPS) {
            throw new JsonFault(JsonFault.Kind.WORK, "it takes more than " + MAX_STEPS + " steps");
        }
        look();
    }

    private void look() {
        long now = System.nanoTime();
        if (now - lookedAt > LOOK_EVERY_NANOS) {
            lookedAt = now;
            if (cpuNanos() - begunCpu > MAX_CPU_NANOS) {
                throw new JsonFault(JsonFault.Kind.WORK, "it takes too long");
            }
        }
    }

    private void leave(@Nullable Object result) {
        depth--;
        if (result instanceof Pattern) { // those of the library take as long as they like
            throw new JsonFault(JsonFault.Kind.WORK, "it holds a regular expression");
        }
        if (weight(result, 0) > MAX_WEIGHT) {
            throw new JsonFault(JsonFault.Kind.SIZE, "what it makes on the way is too large");
        }
        look();
    }

    private long weight(@Nullable Object value, int within) {
        if (value instanceof String text) {
            return 1 + text.length();
        }
        if (value instanceof JList<?> list && list.tupleStream) {
            return 1; // bindings on the way, which nothing comes out of as they are
        }
        if (value instanceof RangeList range) {
            return checked(range.size());
        }
        if (!(value instanceof Collection<?>) && !(value instanceof Map<?, ?>)) {
            return 1;
        }
        if (within > 2 * JsonText.MAX_DEPTH) {
            throw new JsonFault(JsonFault.Kind.DEPTH, "what it makes is nested too deeply");
        }
        Long known = weights.get(value);
        if (known != null) {
            return known;
        }
        long weight = value instanceof Map<?, ?> map ? weightOf(map, within) : weightOf((Collection<?>) value, within);
        weights.put(value, weight);
        return weight;
    }

    private long weightOf(Map<?, ?> members, int within) {
        long weight = checked(members.size());
        for (Map.Entry<?, ?> member : members.entrySet()) {
            weight += String.valueOf(member.getKey()).length() + weight(member.getValue(), within + 1);
        }
        return weight;
    }

    private long weightOf(Collection<?> items, int within) {
        long weight = checked(items.size());
        for (Object item : items) {
            weight += weight(item, within + 1);
        }
        return weight;
    }

    private static long checked(int count) {
        if (count > MAX_ITEMS) {
            throw new JsonFault(JsonFault.Kind.SIZE, "a list on the way has more than " + MAX_ITEMS + " items");
        }
        return count + 1L;
    }
}
