/// Whether what gateways' journals held is what the store holds. Start at [Reconciliation]. What was billed of it is
/// not known here.
@NullMarked
package io.tallygate.metering.reconciliation;

import org.jspecify.annotations.NullMarked;
