package io.tallygate.portal.state;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.InputCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds out which existing object each wanted one is: by its id, so that it may be called otherwise, else by its key
/// in the same place. An id that the tenant does not have says nothing (the document may be another tenant's, or the
/// object may have been deleted), so the key decides.
final class Matching {
    private final List<Found> found;
    private final InputCheck check;
    private final Map<UUID, Found> byId = new HashMap<>();
    private final Map<UUID, Wanted> claimed = new HashMap<>();

    Matching(List<Found> found, InputCheck check) {
        this.found = found;
        this.check = check;
        found.forEach(one -> byId.put(one.id(), one));
    }

    void match(List<Wanted> wanted) {
        for (Kind kind : Kind.values()) {
            List<Wanted> these =
                    wanted.stream().filter(one -> one.kind() == kind).toList();
            these.forEach(this::byId);
            Map<Object, List<Found>> places = places(kind);
            References references = kind == Kind.SUBSCRIPTION ? new References(found, wanted) : null;
            for (Wanted one : these) {
                if (one.match() == null) {
                    byKey(one, keyNow(one, references), places);
                }
            }
        }
    }

    private void byId(Wanted one) {
        Found same = one.givenId() == null ? null : byId.get(one.givenId());
        if (same == null || same.kind() != one.kind()) {
            return;
        }
        if (same.parent() != null && !same.parent().equals(parentId(one))) {
            check.refuse(
                    one.pointer() + "/id",
                    because(
                            "This {0} stands in another place; it cannot be moved.",
                            one.kind().word()));
            return;
        }
        claim(one, same);
    }

    private void byKey(Wanted one, String key, Map<Object, List<Found>> places) {
        List<Found> same = places.getOrDefault(place(parentId(one), key), List.of()).stream()
                .filter(candidate -> !claimed.containsKey(candidate.id()))
                .toList();
        boolean inNewPlace = one.parent() != null && parentId(one) == null;
        if (same.isEmpty() || inNewPlace) {
            return;
        }
        if (same.size() > 1) {
            check.refuse(
                    one.pointer() + "/" + one.kind().key(),
                    because("There are {0} of this name: say by its id which one is meant.", same.size()));
            return;
        }
        claim(one, same.getFirst());
    }

    private void claim(Wanted one, Found same) {
        Wanted other = claimed.putIfAbsent(same.id(), one);
        if (other == null) {
            one.matches(same);
        } else {
            check.refuse(
                    one.pointer(),
                    because("This is the same {0} as {1}.", one.kind().word(), other.pointer()));
        }
    }

    /// A subscription is known by its product, which the document may call otherwise than the tenant does now.
    private static String keyNow(Wanted one, @Nullable References references) {
        if (references == null) {
            return one.key();
        }
        String[] parts = one.key().split("~", 2);
        Reference product = references.find(Kind.PRODUCT, parts[0]);
        String slug = product == null ? parts[0] : product.keyNow();
        return parts.length == 1 ? slug : slug + "~" + parts[1];
    }

    private Map<Object, List<Found>> places(Kind kind) {
        Map<Object, List<Found>> places = new HashMap<>();
        for (Found one : found) {
            if (one.kind() == kind) {
                places.computeIfAbsent(place(one.parent(), one.key()), key -> new ArrayList<>())
                        .add(one);
            }
        }
        return places;
    }

    private static Object place(@Nullable UUID parent, String key) {
        return parent + " " + key;
    }

    private static @Nullable UUID parentId(Wanted one) {
        Wanted parent = one.parent();
        Found existing = parent == null ? null : parent.match();
        return existing == null ? null : existing.id();
    }
}
