/// Benchmarks and fault drills against a running stack, or against the gateway alone. Start at [BenchMain] or
/// [FaultMain]; each lists its names. Knows the product only by what is promised in public: its ports, its control API,
/// the gateway's feed and settings, ClickHouse's HTTP interface and `stack.json`. Imports no class of it, since a judge
/// must not share the mistakes of the judged. Load goes to loopback only, is bounded in count and time, and ends by
/// itself.
@NullMarked
package io.tallygate.load;

import org.jspecify.annotations.NullMarked;
