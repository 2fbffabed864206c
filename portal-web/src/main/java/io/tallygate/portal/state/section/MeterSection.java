package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.meter.MeterJson;
import io.tallygate.portal.meter.Meters;
import io.tallygate.portal.meter.NewMeter;
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
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is counted. One that a document does not want any more is archived, since what it counted stays; what decides
/// its numbers is never another.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class MeterSection implements Section<MeterSection.Checked> {
    private static final Reason NEEDS_SCOPE = because("To change meters a token needs the scope meters:write.");
    private static final List<String> FIXED =
            List.of("slug", "source", "eventType", "aggregation", "value", "filters", "weights");

    @Inject
    private Meters meters;

    /// @param definition  null when something was refused
    public record Checked(@Nullable MeterDefinition definition, JsonObject members) {}

    @Override
    public Kind kind() {
        return Kind.METER;
    }

    @Override
    public Set<String> settable() {
        return Set.of(
                "slug",
                "name",
                "source",
                "eventType",
                "aggregation",
                "value",
                "dimensions",
                "filters",
                "weights",
                "unit");
    }

    @Override
    public Set<String> unique() {
        return Set.of("slug");
    }

    @Override
    public List<Found> found(TenantId tenant) {
        return meters.list(tenant, false, null, Integer.MAX_VALUE).stream()
                .map(meter -> Found.of(
                        Kind.METER,
                        meter.id(),
                        null,
                        meter.definition().slug(),
                        MeterJson.of(meter.definition(), false).build()))
                .toList();
    }

    @Override
    public Checked check(Access by, Wanted wanted, References references, InputCheck check) {
        Found match = wanted.match();
        JsonObject had = match == null ? JsonObject.EMPTY_JSON_OBJECT : match.members();
        InputCheck own = new InputCheck();
        MeterDefinition definition = meters.check(
                own,
                new NewMeter(
                        wanted.key(),
                        text(wanted, had, "name"),
                        text(wanted, had, "source"),
                        text(wanted, had, "eventType"),
                        text(wanted, had, "aggregation"),
                        text(wanted, had, "value"),
                        object(wanted, had, "dimensions"),
                        object(wanted, had, "filters"),
                        object(wanted, had, "weights"),
                        text(wanted, had, "unit")));
        JsonObject after =
                definition == null ? had : MeterJson.of(definition, false).build();
        if (match != null && definition != null) {
            FIXED.stream()
                    .filter(member -> !Objects.equals(had.get(member), after.get(member)))
                    .forEach(member -> own.refuse(
                            "/" + member, because("What a meter counts stays as it is: archive it and make another.")));
        }
        own.into(check, wanted.pointer());
        if (!after.equals(had) && !by.may(Permission.MANAGE_METERS)) {
            check.refuse(wanted.pointer(), NEEDS_SCOPE);
        }
        return new Checked(definition, after);
    }

    /// What is left out stays; null takes away.
    private static @Nullable String text(Wanted wanted, JsonObject had, String member) {
        Members given = wanted.members();
        String text = given.optionalText(member);
        boolean stays = text == null && !Given.isNull(wanted, member);
        return stays ? had.getString(member, null) : text;
    }

    private static @Nullable JsonObject object(Wanted wanted, JsonObject had, String member) {
        JsonObject object = wanted.members().optionalJson(member);
        boolean stays = object == null && !Given.isNull(wanted, member);
        return stays ? had.getJsonObject(member) : object;
    }

    @Override
    public JsonObject after(Checked checked) {
        return checked.members();
    }

    @Override
    public void create(Access by, List<Step<Checked>> steps) {
        for (Step<Checked> step : steps) {
            step.wanted().made(meters.make(by.tenant(), definition(step)).id());
        }
    }

    @Override
    public void change(Access by, Step<Checked> step) {
        meters.become(by.tenant(), meters.hold(step.wanted().id()).orElseThrow(), definition(step));
    }

    private static MeterDefinition definition(Step<Checked> step) {
        return Objects.requireNonNull(step.checked().definition(), "what was refused is not done");
    }

    @Override
    public @Nullable Reason whyItStays(Access by, Found object, Leaving leaving) {
        return by.may(Permission.MANAGE_METERS) ? null : NEEDS_SCOPE;
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return null;
    }

    @Override
    public Effect effectOfDeleting(Found object) {
        return Effect.of(Effect.Name.METER_ARCHIVED);
    }

    @Override
    public void delete(Access by, Found object) {
        meters.archive(by.tenant(), meters.hold(object.id()).orElseThrow());
    }
}
