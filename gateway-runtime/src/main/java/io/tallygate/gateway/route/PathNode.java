package io.tallygate.gateway.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What begins with the same segments: a tree of segments that never changes. A change makes the nodes on its way anew
/// and shares all others. One probe a segment finds an answer, whatever the tree's size; nothing is allocated.
/// @param <E>  what answers at a place; the one that goes first is the smaller
final class PathNode<E extends PathNode.Candidate & Comparable<E>> extends Keyed {
    private static final Object[] NONE = {};
    private static final byte[] ROOT = {};

    // each null where there is none: an empty array would be one more place in memory to look into

    /// In an [OctetTable].
    private final @Nullable Object children;

    private final Edge<E> @Nullable [] edges;

    // places: the only candidate, or an array of them in their order
    private final @Nullable Object ends;
    private final @Nullable Object regexes;
    private final @Nullable Object prefixes;

    /// Whether it answers what its place in the tree does not tell.
    interface Candidate {
        boolean answers(Asked asked);

        PathPattern pattern();
    }

    /// Leads to what has a parameter for its next segment.
    private record Edge<E extends Candidate & Comparable<E>>(
            byte[] prefix, byte[] suffix, int around, PathNode<E> node) {
        boolean matches(byte[] path, int from, int to) {
            if (around == 0) {
                return to > from;
            }
            return to - from > around
                    && equal(prefix, path, from)
                    && (suffix.length == 0 || equal(suffix, path, to - suffix.length));
        }

        private static boolean equal(byte[] part, byte[] path, int from) {
            for (int i = 0; i < part.length; i++) {
                if (part[i] != path[from + i]) {
                    return false;
                }
            }
            return true;
        }

        boolean isOf(PathPattern.Segment segment) {
            return Arrays.equals(prefix, segment.prefix()) && Arrays.equals(suffix, segment.suffix());
        }

        /// The most text around the parameter first.
        static int compare(Edge<?> a, Edge<?> b) {
            int order = Integer.compare(b.around, a.around);
            if (order == 0) {
                order = Integer.compare(b.prefix.length, a.prefix.length);
            }
            if (order == 0) {
                order = Arrays.compare(a.prefix, b.prefix);
            }
            return order == 0 ? Arrays.compare(a.suffix, b.suffix) : order;
        }
    }

    private PathNode(
            byte[] key,
            @Nullable Object children,
            Edge<E> @Nullable [] edges,
            @Nullable Object ends,
            @Nullable Object regexes,
            @Nullable Object prefixes) {
        super(key);
        this.children = children;
        this.edges = edges;
        this.ends = ends;
        this.regexes = regexes;
        this.prefixes = prefixes;
    }

    static <E extends Candidate & Comparable<E>> PathNode<E> root() {
        return empty(ROOT);
    }

    private static <E extends Candidate & Comparable<E>> PathNode<E> empty(byte[] key) {
        return new PathNode<>(key, null, null, null, null, null);
    }

    boolean isEmpty() {
        return children == null && edges == null && ends == null && regexes == null && prefixes == null;
    }

    /// @param path  in its normal form
    /// @param at    where the segments that lead here end: a slash, or `to`
    /// @return      what answers below here or here, the most particular
    @Nullable
    E match(Asked asked, byte[] path, int at, int to) {
        if (at == to) {
            E end = first(ends, asked);
            if (end != null) {
                return end;
            }
        } else if (children != null || edges != null) {
            E found = deeper(asked, path, at + 1, to);
            if (found != null) {
                return found;
            }
        }
        E regex = regexes == null ? null : firstRegex(asked);
        return regex == null ? first(prefixes, asked) : regex;
    }

    private @Nullable E deeper(Asked asked, byte[] path, int from, int to) {
        int hash = 0;
        int end = from;
        for (; end < to && path[end] != '/'; end++) {
            hash = 31 * hash + (path[end] & 0xff);
        }
        PathNode<E> child = own(OctetTable.find(children, path, from, end, hash));
        E found = child == null ? null : child.match(asked, path, end, to);
        if (found == null && edges != null) {
            for (Edge<E> edge : edges) {
                if (edge.matches(path, from, end)) {
                    found = edge.node.match(asked, path, end, to);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private @Nullable PathNode<E> own(@Nullable Keyed found) {
        return (PathNode<E>) found;
    }

    @SuppressWarnings("unchecked")
    private @Nullable E first(@Nullable Object place, Asked asked) {
        if (place == null) {
            return null;
        }
        if (!(place instanceof Object[] several)) {
            E only = (E) place;
            return only.answers(asked) ? only : null;
        }
        for (Object each : several) {
            E candidate = (E) each;
            if (candidate.answers(asked)) {
                return candidate;
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private @Nullable E firstRegex(Asked asked) {
        for (Object each : array(regexes)) {
            E candidate = (E) each;
            if (candidate.answers(asked) && candidate.pattern().isFound(asked)) {
                return candidate;
            }
        }
        return null;
    }

    private static Object[] array(@Nullable Object place) {
        return place == null ? NONE : place instanceof Object[] several ? several : new Object[] {place};
    }

    private static @Nullable Object place(Object[] candidates) {
        return candidates.length == 0 ? null : candidates.length == 1 ? candidates[0] : candidates;
    }

    /// All that answer this path, whatever else they ask for.
    void collect(Asked asked, byte[] path, int at, int to, Consumer<E> found) {
        if (at == to) {
            each(ends, found);
        } else {
            int end = at + 1;
            while (end < to && path[end] != '/') {
                end++;
            }
            PathNode<E> child = own(OctetTable.find(children, path, at + 1, end, hash(path, at + 1, end)));
            if (child != null) {
                child.collect(asked, path, end, to, found);
            }
            if (edges != null) {
                for (Edge<E> edge : edges) {
                    if (edge.matches(path, at + 1, end)) {
                        edge.node.collect(asked, path, end, to, found);
                    }
                }
            }
        }
        each(regexes, candidate -> {
            if (candidate.pattern().isFound(asked)) {
                found.accept(candidate);
            }
        });
        each(prefixes, found);
    }

    @SuppressWarnings("unchecked")
    private void each(@Nullable Object place, Consumer<E> action) {
        for (Object candidate : array(place)) {
            action.accept((E) candidate);
        }
    }

    /// Those that have this pattern; regular expressions of one lead are one place.
    Object[] at(PathPattern pattern) {
        PathNode<E> node = this;
        for (PathPattern.Segment segment : pattern.segments()) {
            node = node.next(segment);
            if (node == null) {
                return NONE;
            }
        }
        return array(node.place(pattern.kind()));
    }

    private @Nullable Object place(PathPattern.Kind kind) {
        return switch (kind) {
            case EXACT, TEMPLATE -> ends;
            case REGEX -> regexes;
            case PREFIX -> prefixes;
        };
    }

    private @Nullable PathNode<E> next(PathPattern.Segment segment) {
        if (!segment.parameter()) {
            return own(OctetTable.find(children, segment.prefix()));
        }
        if (edges != null) {
            for (Edge<E> edge : edges) {
                if (edge.isOf(segment)) {
                    return edge.node;
                }
            }
        }
        return null;
    }

    PathNode<E> with(E candidate) {
        return with(candidate, 0);
    }

    private PathNode<E> with(E candidate, int depth) {
        PathPattern pattern = candidate.pattern();
        if (depth == pattern.segments().size()) {
            Object place = place(pattern.kind());
            return withPlace(pattern.kind(), withSorted(array(place), candidate));
        }
        PathPattern.Segment segment = pattern.segments().get(depth);
        PathNode<E> next = next(segment);
        if (next == null) {
            next = empty(segment.prefix());
        }
        return withNext(segment, next.with(candidate, depth + 1));
    }

    private static Object[] withSorted(Object[] place, Object candidate) {
        int found = Arrays.binarySearch(place, candidate);
        int index = found < 0 ? -1 - found : found;
        Object[] more = new Object[place.length + 1];
        System.arraycopy(place, 0, more, 0, index);
        more[index] = candidate;
        System.arraycopy(place, index, more, index + 1, place.length - index);
        return more;
    }

    PathNode<E> without(E candidate) {
        return without(candidate, 0);
    }

    private PathNode<E> without(E candidate, int depth) {
        PathPattern pattern = candidate.pattern();
        if (depth == pattern.segments().size()) {
            Object[] left = Arrays.stream(array(place(pattern.kind())))
                    .filter(each -> each != candidate)
                    .toArray();
            return withPlace(pattern.kind(), left);
        }
        PathPattern.Segment segment = pattern.segments().get(depth);
        PathNode<E> next = next(segment);
        return next == null ? this : withNext(segment, next.without(candidate, depth + 1));
    }

    private PathNode<E> withPlace(PathPattern.Kind kind, Object[] candidates) {
        Object place = place(candidates);
        return switch (kind) {
            case EXACT, TEMPLATE -> new PathNode<>(key, children, edges, place, regexes, prefixes);
            case REGEX -> new PathNode<>(key, children, edges, ends, place, prefixes);
            case PREFIX -> new PathNode<>(key, children, edges, ends, regexes, place);
        };
    }

    private PathNode<E> withNext(PathPattern.Segment segment, PathNode<E> next) {
        if (!segment.parameter()) {
            Object changed =
                    next.isEmpty() ? OctetTable.without(children, segment.prefix()) : OctetTable.with(children, next);
            return new PathNode<>(key, changed, edges, ends, regexes, prefixes);
        }
        List<Edge<E>> changed = new ArrayList<>(edges == null ? List.of() : List.of(edges));
        changed.removeIf(edge -> edge.isOf(segment));
        if (!next.isEmpty()) {
            int around = segment.prefix().length + segment.suffix().length;
            changed.add(new Edge<>(segment.prefix(), segment.suffix(), around, next));
            changed.sort(Edge::compare);
        }
        Edge<E>[] all = changed.isEmpty() ? null : changed.toArray(Edge[]::new);
        return new PathNode<>(key, children, all, ends, regexes, prefixes);
    }
}
