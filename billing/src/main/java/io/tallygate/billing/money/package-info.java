/// Amounts with a currency, exact to its minor unit. Start at [Money]. Knows no price, no invoice and
/// no store.
@NullMarked
package io.tallygate.billing.money;

import org.jspecify.annotations.NullMarked;
