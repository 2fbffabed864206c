package io.tallygate.portal.state;

import java.util.List;

/// How a document differs from its tenant.
/// @param stateTag  of the state that was compared with, to be sent as `If-Match`
/// @param applied   whether the changes were made
public record Comparison(List<Change> changes, String stateTag, boolean applied) {
    public Comparison {
        changes = List.copyOf(changes);
    }

    public long count(Change.Action action) {
        return changes.stream().filter(change -> change.action() == action).count();
    }
}
