/// The policy `quota`: units in each period of a calendar, or from anniversary to anniversary, in a time zone. Start at
/// [QuotaPolicyType]; its configuration is [QuotaConfig], and its schema lies beside it. A plan's own quota needs no
/// configuration of a route.
@NullMarked
package io.tallygate.gateway.policy.quota;

import org.jspecify.annotations.NullMarked;
