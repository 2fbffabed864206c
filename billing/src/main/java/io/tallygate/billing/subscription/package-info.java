/// Which application has which plan, from when to when. Start at [Subscriptions]. Knows no usage and no money.
@NullMarked
package io.tallygate.billing.subscription;

import org.jspecify.annotations.NullMarked;
