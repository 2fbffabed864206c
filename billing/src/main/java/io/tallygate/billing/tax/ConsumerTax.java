package io.tallygate.billing.tax;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What tax asks of a consumer.
/// @param vatId        in its normal form; null: none
/// @param exemption    why it is exempt, as printed; null: is not
/// @param legalEntity  that sells to it; null: the usual one
public record ConsumerTax(
        @Nullable String vatId,
        @Nullable String exemption,
        @Nullable UUID legalEntity) {
    public static final ConsumerTax UNKNOWN = new ConsumerTax(null, null, null);
}
