/// Fault drills of counting: whatever is killed, cut off, repeated, put in another order or damaged, every call is
/// counted exactly once. [CountingDrill] is one of them: a [CountingScene] (gateways, ClickHouse's engine and a wire
/// between them that can misbehave), [Callers] and a [WitnessService] at both ends of every call, a list of [Fault]s,
/// and the [Audit] that compares, call by call and in sums, what the store counts with the [Ledger]. [EveryDrill] runs
/// them all in turn. Nothing of the product's code is used here.
@NullMarked
package io.tallygate.load.counting;

import org.jspecify.annotations.NullMarked;
