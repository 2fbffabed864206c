package io.tallygate.billing.rating;

import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.money.Money;
import java.math.BigDecimal;
import java.util.Currency;

/// Rates a period again while its usage grows, or shrinks by corrections: each document bills what the whole
/// period costs by now less what was billed of it, rounded as a whole, so that the documents add up to one that
/// was made at the end.
public final class CumulativeRating {
    private CumulativeRating() {}

    /// @param toDate  what the period costs by now
    /// @param amount  to be billed now; negative: to be credited
    public record Increment(Rated toDate, Money amount) {}

    /// @param usageToDate   since the period began
    /// @param billedBefore  of this card and period by earlier documents
    /// @param closing       whether the period has ended; a minimum is asked for only then
    public static Increment next(
            RateCard card, Usage usageToDate, BigDecimal billedBefore, Currency currency, boolean closing) {
        RatingContext context = closing ? RatingContext.WHOLE : RatingContext.WHOLE.withoutMinimum();
        Rated toDate = Rating.rate(card, usageToDate, context);
        BigDecimal all = LineRounding.round(toDate, currency).amount();
        return new Increment(toDate, new Money(all.subtract(billedBefore).setScale(all.scale()), currency));
    }
}
