/// The tables of bank statements. Private to the room above.
@NullMarked
package io.tallygate.billing.payment.banktransfer.store;

import org.jspecify.annotations.NullMarked;
