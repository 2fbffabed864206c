/// What a tenant's back ends sent and could not be counted, and how it comes to count after all. Start at
/// [DeadLetters]; [EventRepair] says whether an event can be counted as it is now.
@NullMarked
package io.tallygate.metering.deadletter;

import org.jspecify.annotations.NullMarked;
