/// A plan's calls per second or other short span. Start at [RateLimitPolicy].
@NullMarked
package io.tallygate.gateway.policy.ratelimit;

import org.jspecify.annotations.NullMarked;
