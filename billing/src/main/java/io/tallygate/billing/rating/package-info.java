/// Quantity × price = amount, pure and unrounded, with the steps that explain it. Start at [Rating#rate]; a
/// line is rounded once by [LineRounding], what a plan asks of all its lines is in [PlanRating], a period that
/// is rated again while it grows in [CumulativeRating] and [LateUsage]. Knows no store, no clock and, but for
/// rounding, no currency.
@NullMarked
package io.tallygate.billing.rating;

import org.jspecify.annotations.NullMarked;
