/// A [DraftInvoice] becomes an [IssuedInvoice], once, with a gapless number; what was issued never changes.
/// Start at [Invoices]. Does not know where quantities come from (`run/`) or what the document looks like
/// (`document/`).
@NullMarked
package io.tallygate.billing.invoice;

import org.jspecify.annotations.NullMarked;
