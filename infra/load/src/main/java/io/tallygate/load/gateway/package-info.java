/// Benchmarks of the gateway alone, without a stack: beside its peers ([GatewayBench]), what an idle connection takes
/// ([IdleConnections]), what a large configuration takes and how fast one is applied ([LargeConfiguration]).
@NullMarked
package io.tallygate.load.gateway;

import org.jspecify.annotations.NullMarked;
