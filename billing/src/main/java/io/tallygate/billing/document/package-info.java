/// What a buyer holds in their hands: an invoice as HTML and PDF, in English or German. Start at
/// [InvoiceDocument].
/// Knows no store; the same invoice gives the same text.
@NullMarked
package io.tallygate.billing.document;

import org.jspecify.annotations.NullMarked;
