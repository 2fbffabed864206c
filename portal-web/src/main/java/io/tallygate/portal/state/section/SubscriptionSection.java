package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.plan.ProductStates;
import io.tallygate.portal.plan.ProductStates.PlanState;
import io.tallygate.portal.plan.ProductView;
import io.tallygate.portal.state.Effect;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Kind;
import io.tallygate.portal.state.Leaving;
import io.tallygate.portal.state.Reference;
import io.tallygate.portal.state.References;
import io.tallygate.portal.state.Section;
import io.tallygate.portal.state.Step;
import io.tallygate.portal.state.Wanted;
import io.tallygate.portal.subscription.Subscribing;
import io.tallygate.portal.subscription.SubscriptionStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Running subscriptions, inside of their application; each names a product and one of its plans. Another plan of the
/// same product ends the subscription now and begins a new one.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class SubscriptionSection implements Section<SubscriptionSection.Checked> {
    @Inject
    private Subscribing subscribing;

    @Inject
    private SubscriptionStates states;

    @Inject
    private ProductStates products;

    @Inject
    private Consumers consumers;

    /// @param product  null, as the plan, when what the document names does not exist, which is noted
    public record Checked(
            @Nullable Reference product, @Nullable Reference plan, Environment environment) {}

    @Override
    public Kind kind() {
        return Kind.SUBSCRIPTION;
    }

    @Override
    public Set<String> settable() {
        return Set.of("product", "plan", "environment");
    }

    /// An application may have a product once in each environment.
    @Override
    public String key(Members members) {
        String product = members.text("product").strip();
        return key(product, environment(members));
    }

    private static String key(String product, Environment environment) {
        return switch (environment) {
            case LIVE -> product;
            case TEST -> product + "~test";
        };
    }

    private static Environment environment(Members members) {
        String given = members.optionalText("environment");
        return Environment.of(given == null ? "live" : given).orElse(Environment.LIVE);
    }

    @Override
    public Set<String> readOnly() {
        return Set.of("version", "startsAt");
    }

    @Override
    public Set<String> unique() {
        return Set.of();
    }

    @Override
    public List<Found> found(TenantId tenant) {
        ProductStates.All all = products.all(tenant);
        Map<UUID, String> productSlugs =
                all.products().stream().collect(Collectors.toMap(ProductView::id, ProductView::slug));
        Map<UUID, String> planSlugs = all.plans().stream().collect(Collectors.toMap(PlanState::id, PlanState::slug));
        return states.running(tenant).stream()
                .map(running -> found(
                        running,
                        String.valueOf(productSlugs.get(running.product())),
                        String.valueOf(planSlugs.get(running.plan()))))
                .toList();
    }

    private static Found found(SubscriptionStates.Running running, String product, String plan) {
        return Found.of(
                        Kind.SUBSCRIPTION,
                        running.id(),
                        running.application(),
                        key(product, running.environment()),
                        members(product, plan, running.environment()))
                .with(Json.createObjectBuilder()
                        .add("version", running.version())
                        .add("startsAt", running.startsAt().toString())
                        .build());
    }

    @Override
    public Checked check(Access by, Wanted wanted, References references, InputCheck check) {
        String plan = wanted.members().text("plan");
        String given = wanted.members().optionalText("environment");
        if (given != null && Environment.of(given).isEmpty()) {
            check.refuse(wanted.pointer() + "/environment", because("live or test."));
        }
        Environment environment = environment(wanted.members());
        Reference product =
                references.find(Kind.PRODUCT, wanted.members().text("product").strip());
        if (product == null) {
            check.refuse(
                    wanted.pointer() + "/product",
                    because("There is no product with this slug, neither in the document nor at the tenant."));
            return new Checked(null, null, environment);
        }
        Reference sold = references.findIn(product, Kind.PLAN, plan);
        Found existing = sold == null ? null : sold.existing();
        Found before = wanted.match();
        boolean keeps = before != null && before.members().getString("plan").equals(plan);
        boolean notOnSale = sold == null || (sold.wanted() == null && existing != null && existing.hidden());
        if (notOnSale && !keeps) {
            check.refuse(wanted.pointer() + "/plan", because("This product has no such plan on sale."));
        }
        return new Checked(product, sold, environment);
    }

    @Override
    public JsonObject after(Checked checked) {
        return members(
                checked.product() == null ? "" : checked.product().keyNow(),
                checked.plan() == null ? "" : checked.plan().keyNow(),
                checked.environment());
    }

    private static JsonObject members(String product, String plan, Environment environment) {
        return Json.createObjectBuilder()
                .add("product", product)
                .add("plan", plan)
                .add("environment", environment.wireName())
                .build();
    }

    @Override
    public Effect effect(@Nullable Found before, Checked checked) {
        return Effect.of(before == null ? Effect.Name.SUBSCRIBED : Effect.Name.SUBSCRIPTION_MOVED);
    }

    @Override
    public void create(Access by, List<Step<Checked>> steps) {
        for (Step<Checked> step : steps) {
            step.wanted().made(subscribe(by, step));
        }
    }

    @Override
    public void change(Access by, Step<Checked> step) {
        subscribing.cancel(by.tenant(), step.wanted().id(), Optional.empty());
        subscribe(by, step);
    }

    private UUID subscribe(Access by, Step<Checked> step) {
        Wanted application = Objects.requireNonNull(step.wanted().parent());
        UUID consumerId = Objects.requireNonNull(application.parent()).id();
        Consumer consumer = consumers.find(by.tenant(), consumerId).orElseThrow();
        UUID plan = Objects.requireNonNull(step.checked().plan()).id();
        return subscribing
                .subscribe(
                        by.tenant(),
                        new Subscribing.Applicant(application.id(), consumerId, consumer.timeZone()),
                        plan,
                        step.checked().environment(),
                        null)
                .id();
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return null;
    }

    @Override
    public Effect effectOfDeleting(Found object) {
        return Effect.of(Effect.Name.SUBSCRIPTION_CANCELLED);
    }

    @Override
    public void delete(Access by, Found object) {
        subscribing.cancel(by.tenant(), object.id(), Optional.empty());
    }
}
