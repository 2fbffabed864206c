/// Whether journals, store and invoices tell the same. Start at [Reconciliations]: a comparison is asked for, made in
/// the
/// background, and names every difference.
@NullMarked
package io.tallygate.portal.reconciliation;

import org.jspecify.annotations.NullMarked;
