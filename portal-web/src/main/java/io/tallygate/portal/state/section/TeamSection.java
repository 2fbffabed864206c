package io.tallygate.portal.state.section;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.consumer.ConsumerStates;
import io.tallygate.portal.consumer.Teams;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Kind;
import io.tallygate.portal.state.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who belongs to a consumer, inside of it.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class TeamSection extends PeopleSection {
    @Inject
    private ConsumerStates states;

    @Inject
    private Teams teams;

    @Override
    public Kind kind() {
        return Kind.TEAM_MEMBER;
    }

    @Override
    public List<Found> found(TenantId tenant) {
        return states.members(tenant).stream()
                .map(member -> found(
                        member.id(),
                        member.consumerId(),
                        member.email(),
                        member.role().wireName(),
                        member.hasSignedIn()))
                .toList();
    }

    @Override
    @Nullable
    Reason whyNoRole(String role) {
        return ConsumerRole.of(role).isPresent() ? null : ConsumerRole.NONE;
    }

    @Override
    @Nullable
    Reason whyNot(Access by, List<String> roles) {
        return by.may(Permission.MANAGE_TEAM) ? null : NEEDS_SCOPE;
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
    public void delete(Access by, Found object) {
        UUID consumer = Objects.requireNonNull(object.parent(), "stands inside of a consumer");
        teams.remove(teams.hold(consumer, object.id()).orElseThrow());
    }
}
