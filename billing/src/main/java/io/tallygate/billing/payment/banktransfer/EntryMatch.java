package io.tallygate.billing.payment.banktransfer;

import io.tallygate.billing.payment.OpenItem;
import java.util.List;

/// What an entry is for.
public sealed interface EntryMatch {
    /// Quotes the numbers of these, all of one consumer: booked without asking.
    record Quoted(List<OpenItem> items) implements EntryMatch {}

    /// Quotes nothing, but this is the only one with exactly this due: for a person to confirm.
    record Suggested(OpenItem item) implements EntryMatch {}

    /// For a person to decide.
    record Unknown(Why why) implements EntryMatch {}

    /// Money that went out, a returned transfer among it: nothing is booked by itself.
    record Outgoing() implements EntryMatch {}

    enum Why {
        NOTHING_QUOTED,
        /// Numbers of several consumers.
        SEVERAL_CONSUMERS,
        OTHER_CURRENCY
    }
}
