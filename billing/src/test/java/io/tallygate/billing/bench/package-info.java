/// Benchmarks of billing, started by `infra/bench`.
@NullMarked
package io.tallygate.billing.bench;

import org.jspecify.annotations.NullMarked;
