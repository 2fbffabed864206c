/// The outbox of events and the log of their deliveries, in a tenant's own transaction.
@NullMarked
package io.tallygate.portal.webhook.store;

import org.jspecify.annotations.NullMarked;
