package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.consumer.ConsumerStates;
import io.tallygate.portal.consumer.Teams;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.state.Effect;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Kind;
import io.tallygate.portal.state.Leaving;
import io.tallygate.portal.state.References;
import io.tallygate.portal.state.Section;
import io.tallygate.portal.state.Step;
import io.tallygate.portal.state.Wanted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who belongs to a consumer, inside of it.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class TeamSection implements Section<TeamSection.Checked> {
    @Inject
    private ConsumerStates states;

    @Inject
    private Teams teams;

    public record Checked(String email, String role) {}

    @Override
    public Kind kind() {
        return Kind.TEAM_MEMBER;
    }

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

    @Override
    public List<Found> found(TenantId tenant) {
        return states.members(tenant).stream()
                .map(member -> Found.of(
                                Kind.TEAM_MEMBER,
                                member.id(),
                                member.consumerId(),
                                member.email(),
                                members(member.email(), member.role().wireName()))
                        .with(People.told(member.hasSignedIn())))
                .toList();
    }

    @Override
    public Checked check(Access by, Wanted wanted, References references, InputCheck check) {
        String role = wanted.members().text("role");
        if (!role.isEmpty() && ConsumerRole.of(role).isEmpty()) {
            check.refuse(wanted.pointer() + "/role", because("One of owner, developer, billing."));
        }
        Found before = wanted.match();
        String email = People.email(wanted, before, check);
        boolean differs = before == null || !before.members().getString("role").equals(role);
        if (differs && !by.may(Permission.MANAGE_TEAM)) {
            check.refuse(wanted.pointer() + "/role", People.NEEDS_SCOPE);
        }
        return new Checked(email, role);
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

    @Override
    public void create(Access by, List<Step<Checked>> steps) {
        for (Step<Checked> step : steps) {
            step.wanted()
                    .made(teams.add(
                                    by.tenant(),
                                    consumer(step),
                                    step.checked().email(),
                                    step.checked().role())
                            .orElseThrow()
                            .id());
        }
    }

    /// Who becomes an owner does so first, so that at no moment there is none.
    @Override
    public void change(Access by, List<Step<Checked>> steps) {
        steps.stream()
                .sorted(Comparator.comparing(
                        (Step<Checked> step) -> !step.checked().role().equals(ConsumerRole.OWNER.wireName())))
                .forEach(step -> change(by, step));
    }

    @Override
    public void change(Access by, Step<Checked> step) {
        teams.change(
                teams.hold(consumer(step), step.wanted().id()).orElseThrow(),
                step.checked().role());
    }

    private static UUID consumer(Step<Checked> step) {
        return Objects.requireNonNull(step.wanted().parent(), "stands inside of a consumer")
                .id();
    }

    @Override
    public @Nullable Reason whyItStays(Access by, Found object, Leaving leaving) {
        return by.may(Permission.MANAGE_TEAM) ? null : People.NEEDS_SCOPE;
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return null;
    }

    @Override
    public void whole(Leaving leaving, InputCheck check) {
        LastOwners.check(Kind.TEAM_MEMBER, leaving, check);
    }

    @Override
    public Effect effectOfDeleting(Found object) {
        return Effect.of(Effect.Name.MEMBER_REMOVED);
    }

    @Override
    public void delete(Access by, Found object) {
        UUID consumer = Objects.requireNonNull(object.parent(), "stands inside of a consumer");
        teams.remove(teams.hold(consumer, object.id()).orElseThrow());
    }
}
