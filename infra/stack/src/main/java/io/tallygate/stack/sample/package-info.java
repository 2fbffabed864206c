/// Sample data that tells a story: two tenants, their APIs with documents and small real upstreams, plans, consumers, a
/// month of past usage. Start at [SampleData]. All of it but past usage goes through the control API, like anybody's.
@NullMarked
package io.tallygate.stack.sample;

import org.jspecify.annotations.NullMarked;
