package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.ConsumerStates;
import io.tallygate.portal.consumer.ConsumerStates.Details;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.consumer.NewConsumer;
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
import io.tallygate.portal.tenancy.Addresses;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Consumer organisations. Their names need not differ, so their ids tell them apart.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ConsumerSection implements Section<Details> {
    @Inject
    private Consumers consumers;

    @Inject
    private ConsumerStates states;

    @Inject
    private Tenants tenants;

    @Override
    public Kind kind() {
        return Kind.CONSUMER;
    }

    @Override
    public Set<String> settable() {
        return Set.of("name", "legalName", "address", "country", "timeZone");
    }

    @Override
    public Set<String> unique() {
        return Set.of();
    }

    @Override
    public List<Found> found(TenantId tenant) {
        return states.all(tenant).stream()
                .map(consumer ->
                        Found.of(Kind.CONSUMER, consumer.id(), null, consumer.name(), members(details(consumer))))
                .toList();
    }

    private static Details details(Consumer consumer) {
        return new Details(
                consumer.name(), consumer.legalName(), consumer.address(), consumer.country(), consumer.timeZone());
    }

    @Override
    public Details check(Access by, Wanted wanted, References references, InputCheck check) {
        Found before = wanted.match();
        String at = wanted.pointer();
        Details had = before == null
                ? new Details(
                        wanted.key(),
                        wanted.key(),
                        List.of(),
                        "",
                        tenants.find(by.tenant()).timeZone())
                : details(before.members());
        List<String> address = Given.texts(wanted, "address");
        return new Details(
                check.required(at + "/name", wanted.key(), 200),
                check.required(at + "/legalName", Given.text(wanted, "legalName", had.legalName()), 300),
                address == null ? had.address() : Addresses.check(check, at + "/address", address),
                check.country(at + "/country", Given.text(wanted, "country", had.country())),
                check.timeZone(at + "/timeZone", wanted.members().optionalText("timeZone"), had.timeZone()));
    }

    private static Details details(JsonObject members) {
        return new Details(
                members.getString("name"),
                members.getString("legalName"),
                Given.texts(members.getJsonArray("address")),
                members.getString("country"),
                ZoneId.of(members.getString("timeZone")));
    }

    @Override
    public JsonObject after(Details checked) {
        return members(checked);
    }

    private static JsonObject members(Details details) {
        JsonArrayBuilder address = Json.createArrayBuilder();
        details.address().forEach(address::add);
        return Json.createObjectBuilder()
                .add("name", details.name())
                .add("legalName", details.legalName())
                .add("address", address)
                .add("country", details.country())
                .add("timeZone", details.timeZone().getId())
                .build();
    }

    @Override
    public void create(Access by, List<Step<Details>> steps) {
        for (Step<Details> step : steps) {
            Details wish = step.checked();
            step.wanted()
                    .made(consumers
                            .create(
                                    by.tenant(),
                                    new NewConsumer(
                                            wish.name(),
                                            wish.legalName(),
                                            wish.address(),
                                            wish.country(),
                                            wish.timeZone().getId(),
                                            List.of()))
                            .id());
        }
    }

    @Override
    public void change(Access by, Step<Details> step) {
        states.change(by.tenant(), step.wanted().id(), step.checked());
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return leaving.keeps(Kind.APPLICATION, object.id()) ? because("it has applications that stay.") : null;
    }

    @Override
    public Effect effectOfDeleting(Found object) {
        return Effect.of(Effect.Name.CONSUMER_DELETED);
    }

    @Override
    public void delete(Access by, Found object) {
        consumers.delete(consumers.hold(object.id()).orElseThrow());
    }
}
