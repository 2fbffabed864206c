package io.tallygate.portal.state;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds what a document names by its key: what the document itself wants under this key, else what the tenant has
/// under it and the document does not call otherwise.
public final class References {
    private record Place(Kind kind, @Nullable Object parent, String key) {}

    private final Map<Place, Reference> places = new HashMap<>();

    References(List<Found> found, List<Wanted> wanted) {
        Set<UUID> spokenFor = new HashSet<>();
        for (Wanted one : wanted) {
            Found match = one.match();
            if (match != null) {
                spokenFor.add(match.id());
            }
            places.putIfAbsent(new Place(one.kind(), parent(one), one.key()), new Reference(null, one));
        }
        for (Found one : found) {
            if (!spokenFor.contains(one.id())) {
                places.putIfAbsent(new Place(one.kind(), one.parent(), one.key()), new Reference(one, null));
            }
        }
    }

    /// @return null when there is none
    public @Nullable Reference find(Kind kind, String key) {
        return places.get(new Place(kind, null, key));
    }

    public @Nullable Reference findIn(Reference parent, Kind kind, String key) {
        Found existing = parent.existing();
        return places.get(new Place(kind, existing != null ? existing.id() : parent.wanted(), key));
    }

    /// An existing parent is known by its id, one that is to be made by itself.
    private static @Nullable Object parent(Wanted child) {
        Wanted parent = child.parent();
        if (parent == null) {
            return null;
        }
        Found existing = parent.match();
        return existing != null ? existing.id() : parent;
    }
}
