/// The tables of disputes. Private to the room above.
@NullMarked
package io.tallygate.billing.dispute.store;

import org.jspecify.annotations.NullMarked;
