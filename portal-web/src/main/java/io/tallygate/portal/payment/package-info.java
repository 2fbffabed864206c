/// Money that came in for a tenant's invoices, and the bank's statements that tell of it. Start at [Receiving]. What is
/// booked how is billing's; this room knows who may see it.
@NullMarked
package io.tallygate.portal.payment;

import org.jspecify.annotations.NullMarked;
