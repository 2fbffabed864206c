package io.tallygate.portal.lifecycle.erase;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What an installation decides of erasures.
@ApplicationScoped
public class ErasureTerms {
    /// How late usage may still arrive from gateways that were away; it is looked for so long.
    static final Duration LATE_USAGE = Duration.ofDays(7);

    private final Duration grace;
    private final int invoiceYears;

    @SuppressWarnings("NullAway") // for the proxy only
    protected ErasureTerms() {
        this(Duration.ZERO, 0);
    }

    /// @param grace         from asking to erasing, as in ISO 8601, for example `P7D`; until then it can be taken back
    /// @param invoiceYears  full years that an issued invoice is kept, after the one in which it was issued
    @Inject
    public ErasureTerms(
            @ConfigProperty(name = "TALLYGATE_ERASURE_GRACE", defaultValue = "P7D") Duration grace,
            @ConfigProperty(name = "TALLYGATE_INVOICE_YEARS", defaultValue = "10") int invoiceYears) {
        this.grace = grace;
        this.invoiceYears = invoiceYears;
    }

    public Duration grace() {
        return grace;
    }

    public int invoiceYears() {
        return invoiceYears;
    }
}
