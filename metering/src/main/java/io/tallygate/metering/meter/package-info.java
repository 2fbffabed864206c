/// What we count, whose it is, and over which span of time. Start at [MeterDefinition]; [Meter] are those that every
/// tenant has. Knows no store and no server.
@NullMarked
package io.tallygate.metering.meter;

import org.jspecify.annotations.NullMarked;
