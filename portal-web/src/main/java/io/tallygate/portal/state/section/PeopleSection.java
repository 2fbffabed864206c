package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.state.Effect;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Leaving;
import io.tallygate.portal.state.References;
import io.tallygate.portal.state.Section;
import io.tallygate.portal.state.Step;
import io.tallygate.portal.state.Wanted;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who belongs to a place, a tenant or one of its consumers: known by their address, and each something there.
public abstract class PeopleSection implements Section<PeopleSection.Checked> {
    static final Reason NEEDS_SCOPE = because("To change who belongs here a token needs the scope members:write.");

    public record Checked(String email, String role) {}

    /// Why a word is no role here; null when it is one.
    abstract @Nullable Reason whyNoRole(String role);

    /// Why somebody may not let a member become or cease to be something; null when they may.
    /// @param roles  what the member is, and what they are to be
    abstract @Nullable Reason whyNot(Access by, List<String> roles);

    @Override
    public String key(Members given) {
        return given.text("email").strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public Set<String> settable() {
        return Set.of("email", "role");
    }

    @Override
    public Set<String> readOnly() {
        return Set.of("signedIn");
    }

    @Override
    public Set<String> unique() {
        return Set.of("email");
    }

    Found found(UUID id, @Nullable UUID place, String email, String role, boolean signedIn) {
        return Found.of(kind(), id, place, email, members(email, role))
                .with(Json.createObjectBuilder().add("signedIn", signedIn).build());
    }

    @Override
    public Checked check(Access by, Wanted wanted, References references, InputCheck check) {
        String role = wanted.members().text("role");
        String pointer = wanted.pointer() + "/role";
        if (!role.isEmpty()) {
            refuse(check, pointer, whyNoRole(role));
        }
        Found before = wanted.match();
        String email = email(wanted, before, check);
        String was = before == null ? null : role(before);
        if (!role.equals(was)) {
            refuse(check, pointer, whyNot(by, was == null ? List.of(role) : List.of(was, role)));
        }
        return new Checked(email, role);
    }

    private static void refuse(InputCheck check, String pointer, @Nullable Reason why) {
        if (why != null) {
            check.refuse(pointer, why);
        }
    }

    /// An address is whose it is for ever: another one is another person.
    private static String email(Wanted wanted, @Nullable Found before, InputCheck check) {
        String email = check.email(wanted.pointer() + "/email", wanted.key());
        if (before != null && !before.key().equals(email)) {
            check.refuse(
                    wanted.pointer() + "/email",
                    because("This is the member {0}: leave out the id to add somebody else.", before.key()));
        }
        return email;
    }

    static String role(Found member) {
        return member.members().getString("role");
    }

    @Override
    public JsonObject after(Checked checked) {
        return members(checked.email(), checked.role());
    }

    private static JsonObject members(String email, String role) {
        return Json.createObjectBuilder().add("email", email).add("role", role).build();
    }

    @Override
    public @Nullable Effect effect(@Nullable Found before, Checked checked) {
        return before == null ? null : Effect.of(Effect.Name.ROLE_CHANGED);
    }

    /// Who becomes an owner does so first, so that at no moment there is none.
    @Override
    public void change(Access by, List<Step<Checked>> steps) {
        steps.stream()
                .sorted(Comparator.comparing((Step<Checked> step) ->
                        !LastOwners.isOwner(step.checked().role())))
                .forEach(step -> change(by, step));
    }

    @Override
    public @Nullable Reason whyItStays(Access by, Found object, Leaving leaving) {
        return whyNot(by, List.of(role(object)));
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return null;
    }

    @Override
    public void whole(Leaving leaving, InputCheck check) {
        LastOwners.check(kind(), leaving, check);
    }

    @Override
    public Effect effectOfDeleting(Found object) {
        return Effect.of(Effect.Name.MEMBER_REMOVED);
    }
}
