/// Usage that a tenant's own back ends tell, beside the calls that the gateway counts itself. [EventRules] says, as the
/// configuration has it, who may tell it and what is counted. Knows no feed and no socket.
@NullMarked
package io.tallygate.gateway.events;

import org.jspecify.annotations.NullMarked;
