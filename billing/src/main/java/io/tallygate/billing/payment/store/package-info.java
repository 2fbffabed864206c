/// The tables of payments: only ever inserted into. Private to the room above.
@NullMarked
package io.tallygate.billing.payment.store;

import org.jspecify.annotations.NullMarked;
