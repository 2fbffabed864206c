/// Who uses what: applications on plans. Start at [Subscribing]. The rules of time and money are billing's;
/// this room adds who may subscribe and cancel, and tells the gateways.
@NullMarked
package io.tallygate.portal.subscription;

import org.jspecify.annotations.NullMarked;
