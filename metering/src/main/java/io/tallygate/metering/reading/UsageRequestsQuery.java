package io.tallygate.metering.reading;

import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;

/// Asks for single calls of one tenant.
/// @param period  half open, by the calls' end
public record UsageRequestsQuery(TenantId tenant, UsageFilter filter, Period period) {}
