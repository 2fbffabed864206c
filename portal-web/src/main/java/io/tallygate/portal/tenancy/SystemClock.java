package io.tallygate.portal.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/// The one clock of the portal; rooms take it through their constructors.
@ApplicationScoped
public class SystemClock {
    /// UTC.
    @Produces
    public Clock clock() {
        return Clock.systemUTC();
    }
}
