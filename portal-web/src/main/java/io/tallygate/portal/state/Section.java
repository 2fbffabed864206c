package io.tallygate.portal.state;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One kind of object in the document of a tenant: how it is read, what may be said of it, and how it is made, changed
/// and deleted. Every method runs inside the tenant's transaction.
/// @param <C>  a wish that was checked
public interface Section<C> {
    Kind kind();

    /// By which a person knows the object that stands there; noted when it is missing.
    default String key(Members members) {
        return members.text(kind().key()).strip();
    }

    /// Members that a document may set, besides `id` and `labels` and nested lists.
    Set<String> settable();

    /// Members that a dump tells and an apply passes over.
    default Set<String> readOnly() {
        return Set.of();
    }

    /// Members of which no two objects in the same place may have the same value.
    Set<String> unique();

    /// All of them, oldest first.
    List<Found> found(TenantId tenant);

    /// Texts too long to be read for a comparison, by object and member; a dump puts them in.
    default Map<UUID, Map<String, String>> texts(TenantId tenant, List<Found> objects) {
        return Map.of();
    }

    /// Reads and checks what the document says of one object; whatever is wrong is noted, also in `wanted.members()`.
    C check(Access by, Wanted wanted, References references, InputCheck check);

    /// The members as they are once the wish is done.
    JsonObject after(C checked);

    /// What a change brings about that its members do not say; null when there is nothing to say.
    default @Nullable Effect effect(@Nullable Found before, C checked) {
        return null;
    }

    /// Makes them in their order and tells each [Wanted#made].
    void create(Access by, List<Step<C>> steps);

    void change(Access by, Step<C> step);

    /// In an order in which each can be done.
    default void change(Access by, List<Step<C>> steps) {
        steps.forEach(step -> change(by, step));
    }

    /// Why an object must stay, in a sentence; null when it can go.
    /// @param leaving  everything that goes with it
    @Nullable
    Reason whyItStays(Found object, Leaving leaving);

    /// As [#whyItStays(Found, Leaving)], where it matters who asks.
    default @Nullable Reason whyItStays(Access by, Found object, Leaving leaving) {
        return whyItStays(object, leaving);
    }

    /// What must be so of all of them together, once all is done; whatever is not is noted.
    default void whole(Leaving leaving, InputCheck check) {}

    /// What its going brings about; null when there is nothing to say.
    default @Nullable Effect effectOfDeleting(Found object) {
        return null;
    }

    void delete(Access by, Found object);
}
