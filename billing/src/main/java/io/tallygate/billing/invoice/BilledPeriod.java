package io.tallygate.billing.invoice;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A closed span of a subscription.
/// @param invoice  that it stands on; null when nothing was used in it
public record BilledPeriod(@Nullable UUID invoice) {}
