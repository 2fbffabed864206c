package io.tallygate.portal.state;

import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a tenant has, and what of it an apply takes away.
/// @param all      every object, as it is
/// @param deleted  ids of those that go
/// @param kept     the members of those that stay or come, as they will be, by kind
public record Leaving(List<Found> all, Set<UUID> deleted, List<Kept> kept) {
    /// @param id       null: it is to be made
    /// @param pointer  where the document wants it; null when it does not name it
    /// @param members  as they will be
    public record Kept(
            Kind kind,
            @Nullable UUID id,
            String key,
            @Nullable String pointer,
            JsonObject members) {}

    public Leaving {
        all = List.copyOf(all);
        deleted = Set.copyOf(deleted);
        kept = List.copyOf(kept);
    }

    /// Whether anything of this kind inside the object stays.
    public boolean keeps(Kind kind, UUID parent) {
        return all.stream()
                .anyMatch(one -> one.kind() == kind && parent.equals(one.parent()) && !deleted.contains(one.id()));
    }

    static Set<UUID> ids(List<Found> objects) {
        Set<UUID> ids = new HashSet<>();
        objects.forEach(object -> ids.add(object.id()));
        return ids;
    }
}
