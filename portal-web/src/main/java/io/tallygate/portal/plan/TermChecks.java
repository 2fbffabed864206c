package io.tallygate.portal.plan;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.catalog.AddOn;
import io.tallygate.billing.catalog.Phase;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.run.Billability;
import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.meter.Meters;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What terms cannot know by themselves: the tenant's currency, its meters, its consumers.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class TermChecks {
    @Inject
    private Tenants tenants;

    @Inject
    private Meters meters;

    @Inject
    private Consumers consumers;

    /// Of all prices of the tenant.
    public Currency currency(TenantId tenant) {
        return tenants.find(tenant).currency();
    }

    /// @param consumer  whom alone they are for; null: everybody
    /// @throws WrongInput  pointing at what cannot be
    public void check(TenantId tenant, PlanTerms terms, @Nullable UUID consumer) {
        Currency currency = currency(tenant);
        if (!currency.equals(terms.currency())) {
            throw new WrongInput(
                    "/unitPrice/currency", because("Prices of this tenant are in {0}.", currency.getCurrencyCode()));
        }
        if (consumer != null && consumers.find(tenant, consumer).isEmpty()) {
            throw new WrongInput("/consumer", because("There is no such consumer."));
        }
        List<WrongInput.Member> unknown = new ArrayList<>();
        check(tenant, terms.cards(), "/terms/rateCards", unknown);
        for (int at = 0; at < terms.phases().size(); at++) {
            Phase phase = terms.phases().get(at);
            List<RateCard> cards = phase.cards();
            check(tenant, cards == null ? List.of() : cards, "/terms/phases/" + at + "/rateCards", unknown);
        }
        for (int at = 0; at < terms.addOns().size(); at++) {
            AddOn addOn = terms.addOns().get(at);
            check(tenant, addOn.cards(), "/terms/addOns/" + at + "/rateCards", unknown);
        }
        if (!unknown.isEmpty()) {
            throw new WrongInput(unknown);
        }
    }

    /// Asked before terms go on sale.
    /// @throws WrongInput  when a closed month would not bill all that they say
    public void mustBeBillable(TenantId tenant, PlanTerms terms) {
        List<WrongInput.Member> gaps = new ArrayList<>();
        Billability.gaps(terms).forEach(gap -> gaps.add(new WrongInput.Member("/terms", reason(gap))));
        if (terms.meters().stream().anyMatch(meter -> isOfLevels(tenant, meter))) {
            gaps.add(new WrongInput.Member(
                    "/terms",
                    because("A level over time is not billed yet: with this meter it can be a draft, not on sale.")));
        }
        if (!gaps.isEmpty()) {
            throw new WrongInput(gaps);
        }
    }

    /// What stays when a period ends (seats, storage) is asked for otherwise than what a period used.
    private boolean isOfLevels(TenantId tenant, String meter) {
        return meters.find(tenant, meter)
                .filter(found -> found.definition().aggregation() == Aggregation.WEIGHTED_SUM)
                .isPresent();
    }

    private static Reason reason(Billability.Gap gap) {
        return switch (gap) {
            case ADD_ONS -> because("No subscription can have add-ons yet: with them it can be a draft, not on sale.");
            case CADENCE_OF_USAGE -> because("What a meter counts is billed by the month: choose that cadence.");
            case BOUNDED_FEE -> because("A fee costs its price: it has no minimum or maximum of its own.");
            case EACH_TRANSACTION ->
                because("A fixed amount, a free allowance or bounds of each transaction are not billed yet: it can be"
                        + " a draft, not on sale.");
        };
    }

    private void check(TenantId tenant, List<RateCard> cards, String pointer, List<WrongInput.Member> unknown) {
        for (int at = 0; at < cards.size(); at++) {
            String meter = cards.get(at).meter();
            if (meter != null && !isThere(tenant, meter)) {
                unknown.add(new WrongInput.Member(
                        pointer + "/" + at + "/meter", because("There is no such meter, or it counts no more.")));
            }
        }
    }

    private boolean isThere(TenantId tenant, String meter) {
        return Meter.ofSlug(meter).isPresent()
                || meters.find(tenant, meter)
                        .filter(found -> found.archivedAt() == null)
                        .isPresent();
    }
}
