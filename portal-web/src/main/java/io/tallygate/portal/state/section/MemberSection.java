package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Members;
import io.tallygate.portal.account.OwnersOnly;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.account.TenantRole;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Kind;
import io.tallygate.portal.state.Leaving;
import io.tallygate.portal.state.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who works at the tenant. A new member is bound at their first sign-in with the address, as one who is added alone.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class MemberSection extends PeopleSection {
    @Inject
    private Members members;

    @Override
    public Kind kind() {
        return Kind.MEMBER;
    }

    @Override
    public List<Found> found(TenantId tenant) {
        return members.list(tenant, null, Integer.MAX_VALUE).stream()
                .map(member ->
                        found(member.id(), null, member.email(), member.role().wireName(), member.hasSignedIn()))
                .toList();
    }

    @Override
    @Nullable
    Reason whyNoRole(String role) {
        return TenantRole.of(role).isPresent() ? null : TenantRole.NONE;
    }

    @Override
    @Nullable
    Reason whyNot(Access by, List<String> roles) {
        if (!by.may(Permission.MANAGE_MEMBERS)) {
            return NEEDS_SCOPE;
        }
        boolean ofOwner = roles.contains(TenantRole.OWNER.wireName());
        return ofOwner && !by.may(Permission.MANAGE_OWNERS) ? OwnersOnly.REASON : null;
    }

    @Override
    public void create(Access by, List<Step<Checked>> steps) {
        for (Step<Checked> step : steps) {
            step.wanted()
                    .made(members.add(by, step.checked().email(), step.checked().role())
                            .id());
        }
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
        return themselves ? because("it is yourself.") : super.whyItStays(by, object, leaving);
    }

    @Override
    public void delete(Access by, Found object) {
        members.remove(by, members.hold(object.id()).orElseThrow());
    }
}
