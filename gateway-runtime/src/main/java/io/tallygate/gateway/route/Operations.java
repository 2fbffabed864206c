package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Names the operation of its API that a call asks for, for usage. Looks only at templates of the same method and
/// number of segments.
public final class Operations {
    public static final Operations NONE = new Operations(List.of());
    private static final byte[] UNNAMED = {};

    private final Map<String, List<List<Operation>>> bySegments = new HashMap<>();

    /// @param path  template relative to the route's prefix
    public record Template(String id, String method, String path) {}

    private record Operation(byte[] id, PathPattern pattern) {}

    public Operations(List<Template> templates) {
        for (Template template : templates) {
            PathPattern pattern = PathPattern.of(template.path());
            List<List<Operation>> method = bySegments.computeIfAbsent(template.method(), _ -> new ArrayList<>());
            while (method.size() <= pattern.segments()) {
                method.add(new ArrayList<>());
            }
            method.get(pattern.segments()).add(new Operation(template.id().getBytes(UTF_8), pattern));
        }
        for (List<List<Operation>> method : bySegments.values()) {
            for (List<Operation> same : method) {
                same.sort(Comparator.comparing(Operation::pattern)); // literals before parameters
            }
        }
    }

    /// @param path   the call's path in its normal form
    /// @param from   where it goes on behind the route's prefix
    /// @return       UTF-8 of the operation's id; empty when the call is none of them
    public byte[] nameOf(String method, String path, int from) {
        List<List<Operation>> candidates = bySegments.get(method);
        if (candidates == null) {
            return UNNAMED;
        }
        int segments = PathPattern.segments(path, from);
        if (segments < candidates.size()) {
            List<Operation> same = candidates.get(segments);
            for (int i = 0; i < same.size(); i++) {
                if (same.get(i).pattern.matches(path, from)) {
                    return same.get(i).id;
                }
            }
        }
        return UNNAMED;
    }
}
