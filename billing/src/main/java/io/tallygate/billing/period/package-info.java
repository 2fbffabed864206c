/// All arithmetic of billing time: how often ([Cadence]), from which day ([Anchor]), where periods begin and end
/// ([BillingCalendar], and [BillingSchedule] for something that began and ended), and which part of one is owed
/// ([Proration], an exact [Share]). Start at [BillingCalendar#at]. Everything is half open, days are a zone's, a day
/// that
/// a month lacks is its last. Knows no clock and no store: the moment comes in.
@NullMarked
package io.tallygate.billing.period;

import org.jspecify.annotations.NullMarked;
