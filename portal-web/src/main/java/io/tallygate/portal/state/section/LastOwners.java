package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Kind;
import io.tallygate.portal.state.Leaving;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who is owned must stay owned, by somebody who is a member already: the rule of single changes, for all changes of a
/// document at once.
final class LastOwners {
    private static final String OWNER = "owner";

    private LastOwners() {}

    /// @param kind  members, with a `role` that is set and a `signedIn` that is told
    static void check(Kind kind, Leaving leaving, InputCheck check) {
        Map<UUID, Leaving.Kept> kept = new HashMap<>();
        for (Leaving.Kept one : leaving.kept()) {
            if (one.kind() == kind && one.id() != null) {
                kept.put(one.id(), one);
            }
        }
        Map<String, List<Found>> places = new HashMap<>();
        for (Found one : leaving.all()) {
            boolean goesWithItsPlace = one.parent() != null && leaving.deleted().contains(one.parent());
            if (one.kind() == kind && !goesWithItsPlace) {
                places.computeIfAbsent(String.valueOf(one.parent()), place -> new ArrayList<>())
                        .add(one);
            }
        }
        places.values().forEach(place -> check(place, kept, check));
    }

    private static void check(List<Found> place, Map<UUID, Leaving.Kept> kept, InputCheck check) {
        List<Found> leavers = place.stream()
                .filter(one -> isOwner(one.members().getString("role")))
                .filter(one -> !staysOwner(kept.get(one.id())))
                .toList();
        List<Found> owners =
                place.stream().filter(one -> staysOwner(kept.get(one.id()))).toList();
        if (leavers.isEmpty()
                || owners.stream()
                        .anyMatch(owner -> signedIn(owner) || leavers.stream().noneMatch(LastOwners::signedIn))) {
            return;
        }
        Leaving.Kept demoted = kept.get(leavers.getFirst().id());
        check.refuse(
                demoted == null || demoted.pointer() == null
                        ? "/" + leavers.getFirst().kind().list()
                        : demoted.pointer() + "/role",
                because("Nobody else owns this who has signed in: make another member an owner first."));
    }

    private static boolean staysOwner(Leaving.@Nullable Kept one) {
        return one != null && isOwner(one.members().getString("role"));
    }

    static boolean isOwner(String role) {
        return role.equals(OWNER);
    }

    private static boolean signedIn(Found one) {
        return one.readOnly().getBoolean("signedIn");
    }
}
