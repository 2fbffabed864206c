/// Prepaid credit. Start at [CreditBook], which holds what one consumer has in one currency: grants, and movements
/// whose postings sum to zero. [BurnDown] answers the same for units that are metered (what is left at an instant, what
/// no grant covered); [CreditAllocation] shares credit among the lines of a document; [Credit] keeps it all in the
/// store. Knows no invoice and no payment, only their ids.
@NullMarked
package io.tallygate.billing.ledger;

import org.jspecify.annotations.NullMarked;
