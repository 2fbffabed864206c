/// The table of legal entities. Private to the room above.
@NullMarked
package io.tallygate.billing.legalentity.store;

import org.jspecify.annotations.NullMarked;
