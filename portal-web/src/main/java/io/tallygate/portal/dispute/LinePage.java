package io.tallygate.portal.dispute;

import io.tallygate.billing.dispute.LineCall;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.IssuedInvoice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of the calls of a line, oldest first.
/// @param number  of the line on its invoice, from 1
/// @param next    cursor of the next page; null on the last
public record LinePage(
        IssuedInvoice invoice,
        int number,
        InvoiceLine line,
        List<LineCall> calls,
        @Nullable String next) {
    public LinePage {
        calls = List.copyOf(calls);
    }
}
