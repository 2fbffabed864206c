/// What a tenant counts: its meters, from their definition to what gateways know of them. Start at [Meters]. What a
/// definition may say is metering's ([io.tallygate.metering.meter.MeterDefinition]); what was counted is in the room
/// `usage`.
@NullMarked
package io.tallygate.portal.meter;

import org.jspecify.annotations.NullMarked;
