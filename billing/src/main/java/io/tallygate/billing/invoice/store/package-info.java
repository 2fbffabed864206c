/// The tables of invoices: only ever inserted into. Private to the room above.
@NullMarked
package io.tallygate.billing.invoice.store;

import org.jspecify.annotations.NullMarked;
