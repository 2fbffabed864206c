/// From a line of an invoice to the calls behind it, and back: [LinePrices] says which step of the price each call fell
/// into, so that they sum to the line; [Disputes] keeps the calls that somebody says were wrong, with what the line
/// would
/// be without them, as the draft of a credit note.
@NullMarked
package io.tallygate.billing.dispute;

import org.jspecify.annotations.NullMarked;
