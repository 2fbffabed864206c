package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.LineKind;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.rating.LineRounding;
import io.tallygate.billing.rating.PriceSteps;
import io.tallygate.billing.rating.Rated;
import io.tallygate.billing.rating.Rating;
import io.tallygate.billing.rating.RatingContext;
import io.tallygate.billing.rating.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Lines of what was used: for each part one of each card that prices its meter, with the steps that explain
/// it. Who
/// came back to a plan within one period is rated where it stopped: free units and tiers are used up once.
final class CardLines {
    private CardLines() {}

    /// What is rated together.
    private record Group(UUID planVersion, int stage, Instant periodFrom) {}

    static List<InvoiceLine> of(Contract contract, List<UsedPart> used) {
        Map<Group, List<UsedPart>> groups = new LinkedHashMap<>();
        for (UsedPart part : used) {
            Instant from = contract.calendar().at(part.period().from()).from();
            groups.computeIfAbsent(new Group(part.planVersion(), part.stage(), from), none -> new ArrayList<>())
                    .add(part);
        }
        List<InvoiceLine> lines = new ArrayList<>();
        groups.forEach((group, parts) -> {
            Sold sold = contract.plan(group.planVersion());
            Price.PerUnit ofCall = sold.terms().priceOfCall().orElse(null);
            if (ofCall != null) {
                parts.forEach(part -> lines.add(line(contract, sold, part, ofCall)));
                return;
            }
            for (RateCard card : sold.metered(group.stage())) {
                lines.addAll(lines(
                        contract,
                        sold,
                        card,
                        parts.stream()
                                .filter(part -> part.meter().slug().equals(card.meter()))
                                .toList()));
            }
        });
        return lines;
    }

    private static InvoiceLine line(Contract contract, Sold sold, UsedPart part, Price.PerUnit price) {
        return InvoiceLine.rated(
                contract.subscription(),
                contract.application(),
                sold.version(),
                sold.product(),
                sold.plan(),
                part.meter(),
                part.period(),
                part.quantity(),
                price,
                sold.terms().currency());
    }

    private static List<InvoiceLine> lines(Contract contract, Sold sold, RateCard card, List<UsedPart> parts) {
        List<InvoiceLine> lines = new ArrayList<>();
        BigDecimal quantityBefore = BigDecimal.ZERO;
        BigDecimal billedBefore = BigDecimal.ZERO;
        for (int at = 0; at < parts.size(); at++) {
            UsedPart part = parts.get(at);
            Rated rated = Rating.rate(
                    card,
                    Usage.of(part.quantity()),
                    new RatingContext(place(at, parts.size()), quantityBefore, billedBefore, part.share(), true));
            Money amount = LineRounding.round(rated, sold.terms().currency());
            lines.add(new InvoiceLine(
                    LineKind.USAGE,
                    contract.subscription(),
                    contract.application(),
                    sold.version(),
                    card.key(),
                    sold.product(),
                    sold.plan(),
                    card.name(),
                    part.meter(),
                    part.period(),
                    part.quantity(),
                    null,
                    PriceSteps.write(rated.steps()),
                    card.taxCode(),
                    amount));
            quantityBefore = quantityBefore.add(part.quantity());
            billedBefore = billedBefore.add(amount.amount());
        }
        return lines;
    }

    private static RatingContext.Part place(int at, int parts) {
        if (parts == 1) {
            return RatingContext.Part.WHOLE;
        }
        return at == 0
                ? RatingContext.Part.FIRST
                : at == parts - 1 ? RatingContext.Part.LAST : RatingContext.Part.MIDDLE;
    }
}
