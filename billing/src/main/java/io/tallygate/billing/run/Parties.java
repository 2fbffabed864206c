package io.tallygate.billing.run;

import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.Seller;
import java.time.ZoneId;
import java.util.UUID;

/// Who stands on the documents: asked inside the transaction that issues them.
public interface Parties {
    Seller seller();

    /// In which the date of issue is read.
    ZoneId sellerTimeZone();

    Buyer buyer(UUID consumer);
}
