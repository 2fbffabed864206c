package io.tallygate.billing.invoice;

import java.util.UUID;

/// Whoever keeps an invoice's state hears here when what is settled of it changes, in the same transaction.
@FunctionalInterface
public interface SettlementWatch {
    SettlementWatch NOBODY = (invoice, before, now) -> {};

    /// @param before  what was settled until now
    void changed(UUID invoice, Settlement before, Settlement now);
}
