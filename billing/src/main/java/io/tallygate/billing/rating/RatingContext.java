package io.tallygate.billing.rating;

import io.tallygate.billing.period.Share;
import java.math.BigDecimal;

/// Where in its period a rate card is rated. A period is billed whole, or in parts one after another (a
/// document that is issued early): [Part#FIRST], any number of [Part#MIDDLE], [Part#LAST].
/// @param quantityBefore  of the earlier parts, in the meter's unit
/// @param billedBefore    for this card by the earlier parts, before tax
/// @param share           of a period that is cut short: of flat amounts and of the minimum
/// @param withMinimum     false: what has been used, without what would be asked for at least
public record RatingContext(
        Part part, BigDecimal quantityBefore, BigDecimal billedBefore, Share share, boolean withMinimum) {
    /// A whole period, from its begin to its end.
    public static final RatingContext WHOLE =
            new RatingContext(Part.WHOLE, BigDecimal.ZERO, BigDecimal.ZERO, Share.WHOLE, true);

    public enum Part {
        WHOLE,
        FIRST,
        MIDDLE,
        LAST;

        boolean opens() {
            return this == WHOLE || this == FIRST;
        }

        boolean closes() {
            return this == WHOLE || this == LAST;
        }
    }

    public static RatingContext whole(Share share) {
        return new RatingContext(Part.WHOLE, BigDecimal.ZERO, BigDecimal.ZERO, share, true);
    }

    public static RatingContext part(Part part, BigDecimal quantityBefore, BigDecimal billedBefore) {
        return new RatingContext(part, quantityBefore, billedBefore, Share.WHOLE, true);
    }

    public RatingContext withoutMinimum() {
        return new RatingContext(part, quantityBefore, billedBefore, share, false);
    }
}
