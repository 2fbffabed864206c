package io.tallygate.portal.tenancy;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.Change;
import java.util.List;

/// A tenant's transaction is about to commit what it has changed. Who observes this works inside that transaction:
/// what they write is kept or lost together with the changes, and an exception of theirs undoes them.
/// @param changes  in their order, each thing once
public record TenantChanged(TenantId tenant, List<Change> changes) {
    public TenantChanged {
        changes = List.copyOf(changes);
    }
}
