package io.tallygate.billing.run;

import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.LineKind;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.rating.LineRounding;
import io.tallygate.billing.rating.PriceStep;
import io.tallygate.billing.rating.PriceSteps;
import io.tallygate.billing.rating.Rated;
import io.tallygate.billing.rating.Rating;
import io.tallygate.billing.rating.RatingContext;
import io.tallygate.billing.rating.Usage;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lines of what no meter counts: fees, and what a plan asks of all its lines together.
final class FeeLines {
    /// Key of what the whole plan asks: no card has it.
    static final String WHOLE_PLAN = "plan";

    private FeeLines() {}

    static InvoiceLine of(Contract contract, Fees.Line fee) {
        Sold sold = contract.plan(fee.key().planVersion());
        Currency currency = sold.terms().currency();
        RateCard card = sold.card(fee.key().stage(), fee.key().card()).orElse(null);
        Money amount = LineRounding.round(fee.amount(), currency);
        List<PriceStep> steps = List.of(once(PriceStep.Kind.FLAT, fee.amount()));
        if (card != null) {
            Rated whole = Rating.rate(card, Usage.NONE, RatingContext.whole(fee.share()));
            if (LineRounding.round(whole, currency).equals(amount)) {
                steps = whole.steps(); // nothing of it was billed before
            }
        }
        return line(
                contract,
                sold,
                fee.amount().signum() < 0 ? LineKind.CREDIT : LineKind.FLAT,
                fee.key().card(),
                card,
                fee.key().period(),
                steps,
                amount);
    }

    static InvoiceLine of(Contract contract, Bound bound) {
        Sold sold = contract.plan(bound.planVersion());
        PriceStep.Kind kind = switch (bound.kind()) {
            case MINIMUM -> PriceStep.Kind.MINIMUM;
            case MAXIMUM -> PriceStep.Kind.MAXIMUM;
            case COMMITMENT -> PriceStep.Kind.COMMITMENT;
            case USAGE, FLAT, DISCOUNT, CREDIT -> throw new IllegalArgumentException("no bound of a plan: " + bound);
        };
        return line(
                contract,
                sold,
                bound.kind(),
                WHOLE_PLAN,
                null,
                bound.period(),
                List.of(once(kind, bound.amount())),
                LineRounding.round(bound.amount(), sold.terms().currency()));
    }

    private static InvoiceLine line(
            Contract contract,
            Sold sold,
            LineKind kind,
            String key,
            @Nullable RateCard card,
            Period period,
            List<PriceStep> steps,
            Money amount) {
        return new InvoiceLine(
                kind,
                contract.subscription(),
                contract.application(),
                sold.version(),
                key,
                sold.product(),
                sold.plan(),
                card == null ? name(kind) : card.name(),
                null,
                period,
                BigDecimal.ONE,
                null,
                PriceSteps.write(steps),
                card == null ? null : card.taxCode(),
                amount);
    }

    private static String name(LineKind kind) {
        return switch (kind) {
            case MINIMUM -> "Minimum spend";
            case MAXIMUM -> "Above the maximum spend";
            case COMMITMENT -> "Commitment";
            case USAGE, FLAT, DISCOUNT, CREDIT -> "";
        };
    }

    private static PriceStep once(PriceStep.Kind kind, BigDecimal amount) {
        return new PriceStep(
                kind,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ONE,
                amount,
                amount,
                BigDecimal.ZERO,
                BigDecimal.ZERO);
    }
}
