package io.tallygate.billing.run;

import io.tallygate.billing.invoice.LineKind;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.util.UUID;

/// What a plan asks of all its lines together, as a line of its own.
/// @param kind    a minimum, a maximum or a commitment
/// @param period  that it is asked for
/// @param amount  rounded; below zero what is above a maximum
record Bound(LineKind kind, UUID planVersion, Period period, BigDecimal amount) {}
