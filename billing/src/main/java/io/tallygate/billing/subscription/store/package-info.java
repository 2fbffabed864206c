/// How changes of subscriptions are kept. Private to the room `subscription`.
@NullMarked
package io.tallygate.billing.subscription.store;

import org.jspecify.annotations.NullMarked;
