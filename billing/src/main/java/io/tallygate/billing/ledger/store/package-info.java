/// The tables of prepaid credit: movements are only ever inserted. Private to the room above.
@NullMarked
package io.tallygate.billing.ledger.store;

import org.jspecify.annotations.NullMarked;
