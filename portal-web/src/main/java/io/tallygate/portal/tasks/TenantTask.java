package io.tallygate.portal.tasks;

import io.tallygate.metering.meter.TenantId;

/// Work for one tenant, asked for by [Tasks#later]. Each bean of this type is registered at start-up. Runs outside any
/// transaction. It is repeated with growing pauses ([TaskLimits#retry]) until it returns, and may be run again after a
/// crash: it must be safe to repeat, and what should be given up must return.
public interface TenantTask {
    /// Kebab case, unique, at most 100 characters; a new name is new work.
    String name();

    /// @param data  as it was given to [Tasks#later]
    void run(TenantId tenant, String data) throws Exception;
}
