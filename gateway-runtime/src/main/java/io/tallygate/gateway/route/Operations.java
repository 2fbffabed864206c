package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/// Names the operation of its API that a call asks for, for usage: one probe a segment, nothing allocated.
public final class Operations {
    public static final Operations NONE = new Operations(List.of());
    private static final byte[] UNNAMED = {};
    private static final byte[] ROOT = {'/'};

    /// Routes of one API mostly have the same: one object is theirs, which is then also near when a call asks it.
    private static final Map<List<Template>, WeakReference<Operations>> KNOWN = new WeakHashMap<>();

    private final List<Template> templates;
    private final PathNode<Operation> operations;

    /// @param path  template relative to what the route's path condition matches
    public record Template(String id, String method, String path) {}

    private record Operation(byte[] id, String method, PathPattern pattern, int place)
            implements PathNode.Candidate, Comparable<Operation> {
        @Override
        public boolean answers(Asked asked) {
            return method.equals(asked.method());
        }

        @Override
        public int compareTo(Operation other) {
            return Integer.compare(place, other.place);
        }
    }

    private Operations(List<Template> templates) {
        this.templates = templates; // held, so that it is known as long as this is in use
        PathNode<Operation> all = PathNode.root();
        for (int i = 0; i < templates.size(); i++) {
            Template template = templates.get(i);
            PathPattern pattern = pattern(template.path());
            if (pattern != null) {
                all = all.with(new Operation(template.id().getBytes(UTF_8), template.method(), pattern, i));
            }
        }
        operations = all;
    }

    /// The same object for equal templates.
    public static Operations of(List<Template> templates) {
        if (templates.isEmpty()) {
            return NONE;
        }
        synchronized (KNOWN) {
            WeakReference<Operations> kept = KNOWN.get(templates);
            Operations known = kept == null ? null : kept.get();
            if (known == null) {
                known = new Operations(List.copyOf(templates));
                KNOWN.put(known.templates, new WeakReference<>(known));
            }
            return known;
        }
    }

    /// @return  null when no path can match it: its name will never be asked for, and its route is none the worse
    private static @Nullable PathPattern pattern(String template) {
        try {
            return PathPattern.of(PathPattern.Kind.TEMPLATE, template);
        } catch (IllegalArgumentException unmatchable) {
            return null;
        }
    }

    /// @param from  where the call's path goes on behind what the route's path condition matched
    /// @return      UTF-8 of the operation's id; empty when the call is none of them
    public byte[] nameOf(Asked asked, int from) {
        Operation found = from == asked.pathTo()
                ? operations.match(asked, ROOT, 0, 1)
                : operations.match(asked, asked.path(), from, asked.pathTo());
        return found == null ? UNNAMED : found.id;
    }
}
