package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.Quota;
import io.tallygate.billing.catalog.RateLimit;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.plan.NewPlan;
import io.tallygate.portal.plan.ProductStates;
import io.tallygate.portal.plan.ProductStates.PlanState;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.plan.TermsMembers;
import io.tallygate.portal.plan.TermsText;
import io.tallygate.portal.state.Effect;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Kind;
import io.tallygate.portal.state.Leaving;
import io.tallygate.portal.state.References;
import io.tallygate.portal.state.Section;
import io.tallygate.portal.state.Step;
import io.tallygate.portal.state.Wanted;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Plans with the terms on sale. Terms that were sold never change: other terms are another version, and who has
/// subscribed stays on theirs. A plan that is not sold any more is not part of the document; wanted again, it
/// comes back with its next version.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class PlanSection implements Section<PlanSection.Checked> {
    private static final long MOST_CALLS = 1_000_000_000_000_000L;
    private static final int MOST_RATE = 1_000_000_000;

    @Inject
    private Products products;

    @Inject
    private ProductStates states;

    @Inject
    private Tenants tenants;

    public record Checked(String slug, String name, String description, PlanTerms terms) {}

    @Override
    public Kind kind() {
        return Kind.PLAN;
    }

    @Override
    public Set<String> settable() {
        return Set.of("slug", "name", "description", "unitPrice", "terms", "quota", "rateLimit");
    }

    @Override
    public Set<String> readOnly() {
        return Set.of("version", "subscribers");
    }

    @Override
    public Set<String> unique() {
        return Set.of("slug");
    }

    @Override
    public List<Found> found(TenantId tenant) {
        Currency currency = tenants.find(tenant).currency();
        return states.all(tenant).plans().stream()
                .map(plan -> found(plan, currency))
                .toList();
    }

    private static Found found(PlanState plan, Currency currency) {
        PlanTerms terms = plan.terms();
        PlanTerms shown =
                terms != null ? terms : new PlanTerms(new Price.PerUnit(BigDecimal.ZERO), currency, null, null);
        return Found.of(
                        Kind.PLAN,
                        plan.id(),
                        plan.product(),
                        plan.slug(),
                        members(plan.slug(), plan.name(), plan.description(), shown))
                .with(Json.createObjectBuilder()
                        .add("version", plan.version())
                        .add("subscribers", plan.subscribers())
                        .build())
                .hiding(terms == null)
                .lasting(plan.everSubscribed());
    }

    @Override
    public Checked check(Access by, Wanted wanted, References references, InputCheck check) {
        Found before = wanted.match();
        Named named = Named.of(wanted, check);
        return new Checked(
                named.slug(),
                named.name(),
                named.description(),
                terms(wanted, before, tenants.find(by.tenant()).currency(), check));
    }

    private static PlanTerms terms(Wanted wanted, @Nullable Found before, Currency tenants, InputCheck check) {
        PlanTerms had = before == null ? null : terms(before.members(), tenants);
        Quota quota = quota(wanted, had);
        RateLimit rate = rate(wanted, had);
        Members price = wanted.members().optionalObject("unitPrice");
        Members written = wanted.members().optionalObject("terms");
        if (written != null) {
            if (price != null) {
                check.refuse(wanted.pointer() + "/terms", because("Either a price of one call or terms, not both."));
            }
            PlanTerms read = TermsMembers.read(written, tenants, quota, rate);
            return read == null ? ofCall(BigDecimal.ZERO, tenants, quota, rate) : read;
        }
        if (price != null) {
            String currency = price.text("currency");
            if (!currency.isEmpty() && !currency.equals(tenants.getCurrencyCode())) {
                price.refuse("currency", because("Prices of this tenant are in {0}.", tenants.getCurrencyCode()));
            }
            return ofCall(price.decimal("amount"), tenants, quota, rate);
        }
        if (had == null || before == null || before.hidden()) {
            check.refuse(wanted.pointer() + "/unitPrice", because("Is required."));
            return ofCall(BigDecimal.ZERO, tenants, quota, rate);
        }
        return had.limitedBy(quota, rate);
    }

    private static PlanTerms ofCall(
            BigDecimal amount, Currency currency, @Nullable Quota quota, @Nullable RateLimit rate) {
        return new PlanTerms(new Price.PerUnit(amount), currency, quota, rate);
    }

    private static @Nullable Quota quota(Wanted wanted, @Nullable PlanTerms had) {
        Members quota = wanted.members().optionalObject("quota");
        if (quota == null) {
            return had == null || Given.isNull(wanted, "quota") ? null : had.quota();
        }
        String period = quota.optionalText("period");
        if (period != null && !period.equals("month")) {
            quota.refuse("period", because("Must be month."));
        }
        return new Quota(quota.whole("calls", 1, MOST_CALLS));
    }

    private static @Nullable RateLimit rate(Wanted wanted, @Nullable PlanTerms had) {
        Members rate = wanted.members().optionalObject("rateLimit");
        if (rate == null) {
            return had == null || Given.isNull(wanted, "rateLimit") ? null : had.rateLimit();
        }
        return new RateLimit(
                (int) rate.whole("calls", 1, MOST_RATE), (int) rate.whole("seconds", 1, RateLimit.MAX_SECONDS));
    }

    @Override
    public JsonObject after(Checked checked) {
        return members(checked.slug(), checked.name(), checked.description(), checked.terms());
    }

    private static JsonObject members(String slug, String name, String description, PlanTerms terms) {
        Price.PerUnit price = terms.priceOfCall().orElse(null);
        Quota quota = terms.quota();
        RateLimit rate = terms.rateLimit();
        return Json.createObjectBuilder()
                .add("slug", slug)
                .add("name", name)
                .add("description", description)
                .add(
                        "unitPrice",
                        price == null
                                ? JsonValue.NULL
                                : Json.createObjectBuilder()
                                        .add("amount", price.unitAmount().toPlainString())
                                        .add("currency", terms.currency().getCurrencyCode())
                                        .build())
                .add("terms", price == null ? TermsText.of(terms) : JsonValue.NULL)
                .add(
                        "quota",
                        quota == null
                                ? JsonValue.NULL
                                : Json.createObjectBuilder()
                                        .add("calls", quota.calls())
                                        .add("period", "month")
                                        .build())
                .add(
                        "rateLimit",
                        rate == null
                                ? JsonValue.NULL
                                : Json.createObjectBuilder()
                                        .add("calls", rate.calls())
                                        .add("seconds", rate.seconds())
                                        .build())
                .build();
    }

    /// @param tenants  the currency of all prices
    private static PlanTerms terms(JsonObject members, Currency tenants) {
        Quota quota = members.isNull("quota")
                ? null
                : new Quota(
                        members.getJsonObject("quota").getJsonNumber("calls").longValueExact());
        RateLimit rate = members.isNull("rateLimit")
                ? null
                : new RateLimit(
                        members.getJsonObject("rateLimit").getInt("calls"),
                        members.getJsonObject("rateLimit").getInt("seconds"));
        if (members.isNull("unitPrice")) {
            return Objects.requireNonNull(
                    TermsMembers.read(new Members(members.getJsonObject("terms")), tenants, quota, rate));
        }
        JsonObject price = members.getJsonObject("unitPrice");
        return ofCall(
                new BigDecimal(price.getString("amount")),
                Currency.getInstance(price.getString("currency")),
                quota,
                rate);
    }

    private static boolean otherTerms(Found before, Checked checked) {
        return before.hidden()
                || !terms(before.members(), checked.terms().currency()).equals(checked.terms());
    }

    @Override
    public @Nullable Effect effect(@Nullable Found before, Checked checked) {
        if (before == null || !otherTerms(before, checked)) {
            return null;
        }
        return Effect.of(
                Effect.Name.PLAN_NEW_VERSION,
                before.readOnly().getInt("version") + 1,
                before.readOnly().getInt("subscribers"));
    }

    @Override
    public void create(Access by, List<Step<Checked>> steps) {
        for (Step<Checked> step : steps) {
            Checked wish = step.checked();
            UUID product = Objects.requireNonNull(step.wanted().parent()).id();
            step.wanted()
                    .made(products.createPlan(
                                    by.tenant(),
                                    product,
                                    new NewPlan(wish.name(), wish.slug(), wish.description(), wish.terms()))
                            .orElseThrow()
                            .id());
        }
    }

    @Override
    public void change(Access by, Step<Checked> step) {
        Checked wish = step.checked();
        UUID id = step.wanted().id();
        states.describe(by.tenant(), id, wish.slug(), wish.name(), wish.description());
        if (otherTerms(Objects.requireNonNull(step.before()), wish)) {
            states.sell(by.tenant(), id, wish.terms());
        }
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return null;
    }

    @Override
    public @Nullable Effect effectOfDeleting(Found object) {
        return object.lasting()
                ? Effect.of(Effect.Name.PLAN_WITHDRAWN, object.readOnly().getInt("subscribers"))
                : null;
    }

    @Override
    public void delete(Access by, Found object) {
        if (object.lasting()) {
            states.withdraw(by.tenant(), object.id());
        } else {
            UUID product = Objects.requireNonNull(object.parent());
            products.deletePlan(
                    by.tenant(), products.holdPlan(product, object.id()).orElseThrow());
        }
    }
}
