/// What a tenant's own back ends report, from the publisher's side: by which credentials gateways know them. Start at
/// [EventCredentials]. What is counted of events is said by meters.
@NullMarked
package io.tallygate.portal.event;

import org.jspecify.annotations.NullMarked;
