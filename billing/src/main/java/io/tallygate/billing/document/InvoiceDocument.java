package io.tallygate.billing.document;

import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;

/// Renders an invoice for whoever gets it. Safe for use by several threads.
public final class InvoiceDocument {
    /// The PDF in the buyer's language, with the hash of its bytes.
    public IssuedDocument issue(IssuedInvoice invoice) {
        throw new UnsupportedOperationException();
    }
}
