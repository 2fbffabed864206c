package io.tallygate.billing.run;

import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.subscription.SubscriptionHistory;
import java.time.Instant;
import java.util.List;

/// What a change would do, to the cent, before anything is done.
/// @param takesEffectAt  when
/// @param after          what the subscription was, is and will be then
/// @param fees           what the change itself bills at that moment, and below zero what it gives back; none when
/// nothing
///                       is paid in advance
/// @param feesTotal      their sum, before tax
/// @param usage          of the running period what was used so far, at the prices that it will be billed at: cut where
/// the
///                       plan changes
public record ChangePreview(
        Instant takesEffectAt,
        SubscriptionHistory after,
        List<Fees.Line> fees,
        Money feesTotal,
        List<InvoiceLine> usage) {
    public ChangePreview {
        fees = List.copyOf(fees);
        usage = List.copyOf(usage);
    }
}
