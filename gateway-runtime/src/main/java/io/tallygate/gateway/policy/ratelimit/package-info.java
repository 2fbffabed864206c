/// The policy `rate-limit`: units in seconds, by a sliding window, fixed windows or a bucket. Start at
/// [RateLimitPolicyType]; its configuration is [RateLimitConfig], and its schema lies beside it. A plan's own rate
/// needs
/// no configuration of a route.
@NullMarked
package io.tallygate.gateway.policy.ratelimit;

import org.jspecify.annotations.NullMarked;
