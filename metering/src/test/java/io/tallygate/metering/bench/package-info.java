/// What reading and shipping cost, measured on request: `infra/bench usage` and `infra/bench shipping`. Each starts an
/// engine of its own below a directory that is deleted afterwards, and uses the product's own readers and shipper.
@NullMarked
package io.tallygate.metering.bench;

import org.jspecify.annotations.NullMarked;
