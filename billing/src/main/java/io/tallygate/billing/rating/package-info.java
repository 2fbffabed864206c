/// Quantity × price = amount, pure and unrounded. Start at [Rating#amount]. Knows no store, no clock and no
/// currency.
@NullMarked
package io.tallygate.billing.rating;

import org.jspecify.annotations.NullMarked;
