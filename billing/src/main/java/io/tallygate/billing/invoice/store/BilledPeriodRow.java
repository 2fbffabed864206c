package io.tallygate.billing.invoice.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// A span of a subscription that is closed, with its boundaries as they were then. No instant is closed twice.
@Entity
@Immutable
@Table(name = "billed_period", schema = "billing")
public class BilledPeriodRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    UUID tenantId;

    @Column(name = "subscription_id", nullable = false)
    UUID subscriptionId;

    @Column(nullable = false)
    String meter;

    @Column(name = "period_from", nullable = false)
    Instant periodFrom;

    @Column(name = "period_to", nullable = false)
    Instant periodTo;

    @Column(nullable = false)
    BigDecimal quantity;

    /// Null when nothing was used: then there is nothing to invoice.
    @Column(name = "invoice_id")
    @Nullable
    UUID invoiceId;

    /// As of which usage was read; null before that was noted.
    @Column(name = "cut_off")
    @Nullable
    Instant cutOff;

    @Column(name = "closed_at", nullable = false)
    Instant closedAt;

    @SuppressWarnings("NullAway.Init")
    protected BilledPeriodRow() {}
}
