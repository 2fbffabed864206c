package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Members;
import io.tallygate.portal.account.OwnersOnly;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.account.TenantRole;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who works at the tenant. A new member is bound at their first sign-in with the address, as one who is added alone.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class MemberSection implements Section<MemberSection.Checked> {
    @Inject
    private Members members;

    public record Checked(String email, String role) {}

    @Override
    public Kind kind() {
        return Kind.MEMBER;
    }

    @Override
    public String key(io.tallygate.portal.api.Members given) {
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
        return members.list(tenant, null, Integer.MAX_VALUE).stream()
                .map(member -> Found.of(
                                Kind.MEMBER,
                                member.id(),
                                null,
                                member.email(),
                                members(member.email(), member.role().wireName()))
                        .with(People.told(member.hasSignedIn())))
                .toList();
    }

    @Override
    public Checked check(Access by, Wanted wanted, References references, InputCheck check) {
        String role = wanted.members().text("role");
        TenantRole wish = TenantRole.of(role).orElse(null);
        if (wish == null && !role.isEmpty()) {
            check.refuse(wanted.pointer() + "/role", because("One of owner, admin, publisher, billing, viewer."));
        }
        Found before = wanted.match();
        String email = People.email(wanted, before, check);
        boolean differs = before == null || !before.members().getString("role").equals(role);
        if (differs) {
            boolean ofOwner = wish == TenantRole.OWNER || (before != null && isOwner(before));
            refuseWhoMayNot(by, ofOwner, check, wanted.pointer() + "/role");
        }
        return new Checked(email, role);
    }

    private static void refuseWhoMayNot(Access by, boolean ofOwner, InputCheck check, String pointer) {
        Reason why = whyNot(by, ofOwner);
        if (why != null) {
            check.refuse(pointer, why);
        }
    }

    private static @Nullable Reason whyNot(Access by, boolean ofOwner) {
        if (!by.may(Permission.MANAGE_MEMBERS)) {
            return People.NEEDS_SCOPE;
        }
        return ofOwner && !by.may(Permission.MANAGE_OWNERS) ? OwnersOnly.REASON : null;
    }

    private static boolean isOwner(Found member) {
        return member.members().getString("role").equals(TenantRole.OWNER.wireName());
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
                    .made(members.add(by, step.checked().email(), step.checked().role())
                            .id());
        }
    }

    /// Who becomes an owner does so first, so that at no moment there is none.
    @Override
    public void change(Access by, List<Step<Checked>> steps) {
        steps.stream()
                .sorted(Comparator.comparing(
                        (Step<Checked> step) -> !step.checked().role().equals(TenantRole.OWNER.wireName())))
                .forEach(step -> change(by, step));
    }

    @Override
    public void change(Access by, Step<Checked> step) {
        members.change(
                by,
                members.hold(step.wanted().id()).orElseThrow(),
                step.checked().role());
    }

    @Override
    public @Nullable Reason whyItStays(Access by, Found object, Leaving leaving) {
        Person asking = by.person();
        boolean themselves = asking != null
                && members.find(by.tenant(), object.id())
                        .filter(member -> asking.subject().equals(member.subject()))
                        .isPresent();
        return themselves ? because("it is yourself.") : whyNot(by, isOwner(object));
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return null;
    }

    @Override
    public void whole(Leaving leaving, InputCheck check) {
        LastOwners.check(Kind.MEMBER, leaving, check);
    }

    @Override
    public Effect effectOfDeleting(Found object) {
        return Effect.of(Effect.Name.MEMBER_REMOVED);
    }

    @Override
    public void delete(Access by, Found object) {
        members.remove(by, members.hold(object.id()).orElseThrow());
    }
}
