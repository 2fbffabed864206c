/// The tables of tax: rules, and what is known of consumers. Private to the room above.
@NullMarked
package io.tallygate.billing.tax.store;

import org.jspecify.annotations.NullMarked;
