package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.application.Application;
import io.tallygate.portal.application.ApplicationStates;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.application.Credential;
import io.tallygate.portal.application.CredentialKind;
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
import io.tallygate.portal.subscription.SubscriptionStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Applications, inside of their consumer. A dump tells which keys there are; no document makes or holds one.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ApplicationSection implements Section<ApplicationSection.Checked> {
    @Inject
    private Applications applications;

    @Inject
    private ApplicationStates states;

    @Inject
    private SubscriptionStates subscriptions;

    public record Checked(String name, String description) {}

    @Override
    public Kind kind() {
        return Kind.APPLICATION;
    }

    @Override
    public Set<String> settable() {
        return Set.of("name", "description");
    }

    @Override
    public Set<String> readOnly() {
        return Set.of("keys");
    }

    @Override
    public Set<String> unique() {
        return Set.of();
    }

    @Override
    public List<Found> found(TenantId tenant) {
        Map<UUID, List<Credential>> keys =
                states.keys(tenant).stream().collect(Collectors.groupingBy(Credential::applicationId));
        Set<UUID> lasting = subscriptions.everSubscribed(tenant);
        return states.all(tenant).stream()
                .map(application -> found(application, keys.getOrDefault(application.id(), List.of()))
                        .lasting(lasting.contains(application.id())))
                .toList();
    }

    private static Found found(Application application, List<Credential> keys) {
        JsonArrayBuilder told = Json.createArrayBuilder();
        for (Credential key : keys) {
            JsonObjectBuilder json =
                    Json.createObjectBuilder().add("name", key.name()).add("environment", key.environment());
            if (key.kind() != CredentialKind.API_KEY) {
                json.add("kind", key.kind().wireName());
            }
            if (key.last4() != null) {
                json.add("last4", key.last4());
            }
            if (key.identity() != null) {
                json.add("identity", key.identity());
            }
            told.add(json);
        }
        return Found.of(
                        Kind.APPLICATION,
                        application.id(),
                        application.consumerId(),
                        application.name(),
                        members(application.name(), application.description()))
                .with(Json.createObjectBuilder().add("keys", told).build());
    }

    @Override
    public Checked check(Access by, Wanted wanted, References references, InputCheck check) {
        Found before = wanted.match();
        return new Checked(
                check.required(wanted.pointer() + "/name", wanted.key(), 200),
                check.optional(
                        wanted.pointer() + "/description",
                        Given.text(
                                wanted,
                                "description",
                                before == null ? "" : before.members().getString("description")),
                        4000));
    }

    @Override
    public JsonObject after(Checked checked) {
        return members(checked.name(), checked.description());
    }

    private static JsonObject members(String name, String description) {
        return Json.createObjectBuilder()
                .add("name", name)
                .add("description", description)
                .build();
    }

    @Override
    public void create(Access by, List<Step<Checked>> steps) {
        for (Step<Checked> step : steps) {
            UUID consumer = Objects.requireNonNull(step.wanted().parent()).id();
            step.wanted()
                    .made(applications
                            .create(
                                    by.tenant(),
                                    consumer,
                                    step.checked().name(),
                                    step.checked().description())
                            .id());
        }
    }

    @Override
    public void change(Access by, Step<Checked> step) {
        applications.change(
                applications.hold(step.wanted().id(), Optional.empty()).orElseThrow(),
                step.checked().name(),
                step.checked().description());
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return object.lasting() ? because("it had a subscription, and invoices may tell of it.") : null;
    }

    @Override
    public Effect effectOfDeleting(Found object) {
        return Effect.of(Effect.Name.APPLICATION_DELETED);
    }

    @Override
    public void delete(Access by, Found object) {
        applications.delete(
                by.tenant(), applications.hold(object.id(), Optional.empty()).orElseThrow());
    }
}
