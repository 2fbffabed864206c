package io.tallygate.billing.run;

import io.tallygate.billing.catalog.PlanTerms;

/// Which terms a closed month can bill. Whatever else the terms of a plan say can be drafted, but not put on
/// sale: what is sold is billed as it was sold, or not sold.
public final class Billability {
    private Billability() {}

    /// Whether every line of such a plan would be on its invoice.
    public static boolean of(PlanTerms terms) {
        return terms.priceOfCall().isPresent() || terms.cards().isEmpty();
    }
}
