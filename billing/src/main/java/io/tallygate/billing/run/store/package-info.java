/// How rating runs are kept. Private to the room `run`.
@NullMarked
package io.tallygate.billing.run.store;

import org.jspecify.annotations.NullMarked;
