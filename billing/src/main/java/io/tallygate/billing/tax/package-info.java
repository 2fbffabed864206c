/// Which tax a line bears, and why. Start at [TaxTable], the provider that is built in: rates by country and
/// tax code,
/// valid
/// from a day to a day; [TaxEngine] is the wall behind which others can stand. What is owed on a document is
/// worked out
/// from
/// it in `invoice/`. Knows no invoice and no store; days come from outside.
@NullMarked
package io.tallygate.billing.tax;

import org.jspecify.annotations.NullMarked;
