package io.tallygate.billing.run;

import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.util.UUID;

/// What a run found of one subscription: how much it used in a part of one of its periods, on one plan version.
/// @param period    half open; a period of the subscription's calendar, or what lies of it before or after a change
/// @param quantity  as of the run's cut-off, exact
record UsedPart(UUID planVersion, Meter meter, Period period, BigDecimal quantity) {}
