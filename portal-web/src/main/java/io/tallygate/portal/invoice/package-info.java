/// What was billed and what the running month costs so far. Start at [Invoicing]. Rating, numbers and
/// documents are billing's; this room knows who sells and who buys, and what a caller may see.
@NullMarked
package io.tallygate.portal.invoice;

import org.jspecify.annotations.NullMarked;
