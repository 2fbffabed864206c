package io.tallygate.billing.run;

import java.time.YearMonth;
import java.util.List;
import java.util.UUID;

/// What a run did.
/// @param run            as it was when the month was first closed
/// @param issued         invoices that this run issued
/// @param alreadyIssued  invoices that an earlier run, or one at the same time, had issued
/// @param withoutUsage   subscriptions that used nothing: closed without an invoice
/// @param invoices       of the month, issued now or before, in the order of the subscriptions
public record RunResult(RatingRun run, int issued, int alreadyIssued, int withoutUsage, List<UUID> invoices) {
    public RunResult {
        invoices = List.copyOf(invoices);
    }

    public YearMonth month() {
        return run.month();
    }
}
