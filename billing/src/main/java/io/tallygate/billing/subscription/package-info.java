/// Which application has which plan, from when to when: its row says what is so now, the [SubscriptionHistory] made of
/// its
/// changes what was and will be. Start at [Subscriptions]. Knows no usage and no money.
@NullMarked
package io.tallygate.billing.subscription;

import org.jspecify.annotations.NullMarked;
