/// A plan's calls per calendar month. Start at [QuotaPolicy].
@NullMarked
package io.tallygate.gateway.policy.quota;

import org.jspecify.annotations.NullMarked;
