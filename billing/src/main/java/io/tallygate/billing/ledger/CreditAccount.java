package io.tallygate.billing.ledger;

import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a consumer has in one currency, and how it is used.
/// @param topUp  null: credit is bought by hand only
public record CreditAccount(
        UUID id,
        UUID consumer,
        Currency currency,
        CreditMode mode,
        @Nullable AutomaticTopUp topUp) {}
