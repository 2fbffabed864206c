package io.tallygate.portal.publishing;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What becomes of an environment when another one's version is taken over there.
/// @param before  what answers there now; null when nothing does
/// @param after   what will
/// @param routes  that calls have there now, with their policies, and will have
public record Promotion(
        Environment from, Environment to, @Nullable Deployment before, Deployment after, Routes routes) {

    /// As JSON.
    public record Routes(String before, String after) {}

    /// One thing that will be otherwise.
    /// @param before  null: it is new
    /// @param after   null: it will be gone
    public record Change(
            What what, @Nullable String before, @Nullable String after) {}

    public enum What {
        VERSION,
        UPSTREAM,
        ROUTES,
        OPERATION
    }

    /// Empty when all is there already.
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        if (before == null || !before.versionId().equals(after.versionId())) {
            changes.add(new Change(What.VERSION, before == null ? null : before.version(), after.version()));
        }
        if (before == null || !before.upstream().equals(after.upstream())) {
            changes.add(new Change(What.UPSTREAM, before == null ? null : before.upstream(), after.upstream()));
        }
        if (!routes.before().equals(routes.after())) {
            changes.add(new Change(What.ROUTES, routes.before(), routes.after()));
        }
        Set<String> old = before == null ? Set.of() : operations(before);
        Set<String> fresh = operations(after);
        fresh.stream()
                .filter(operation -> !old.contains(operation))
                .forEach(added -> changes.add(new Change(What.OPERATION, null, added)));
        old.stream()
                .filter(operation -> !fresh.contains(operation))
                .forEach(gone -> changes.add(new Change(What.OPERATION, gone, null)));
        return changes;
    }

    /// The same as long as the same things would change.
    public String tag() {
        return Secret.sha256(from + "\n" + to + "\n" + what(before) + "\n" + what(after) + "\n" + routes)
                .substring(0, 32);
    }

    private static String what(@Nullable Deployment deployment) {
        return deployment == null ? "" : deployment.versionId() + " " + deployment.upstream();
    }

    private static Set<String> operations(Deployment deployment) {
        return deployment.operations().stream()
                .map(operation -> operation.method() + " " + operation.path())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
