/// From a line of an invoice to the calls behind it, and to what is said to be wrong with them. Start at [LineCalls].
/// Prices and drafts are billing's, calls are metering's; this room brings them together.
@NullMarked
package io.tallygate.portal.dispute;

import org.jspecify.annotations.NullMarked;
