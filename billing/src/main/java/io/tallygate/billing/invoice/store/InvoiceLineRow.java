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

/// A line of an issued invoice.
@Entity
@Immutable
@Table(name = "invoice_line", schema = "billing")
public class InvoiceLineRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    UUID tenantId;

    @Column(name = "invoice_id", nullable = false)
    UUID invoiceId;

    /// 1, 2, 3… on its invoice.
    @Column(nullable = false)
    int position;

    @Column(name = "subscription_id", nullable = false)
    UUID subscriptionId;

    @Column(name = "application_id", nullable = false)
    UUID applicationId;

    @Column(name = "plan_version_id", nullable = false)
    UUID planVersionId;

    @Column(nullable = false)
    String product;

    @Column(nullable = false)
    String plan;

    @Column(nullable = false)
    String meter;

    @Column(name = "period_from", nullable = false)
    Instant periodFrom;

    @Column(name = "period_to", nullable = false)
    Instant periodTo;

    @Column(nullable = false)
    BigDecimal quantity;

    @Column(name = "price_model", nullable = false)
    String priceModel;

    @Column(name = "unit_price", nullable = false, precision = 24, scale = 12)
    BigDecimal unitPrice;

    @Column(nullable = false)
    String currency;

    @Column(name = "minor_unit", nullable = false)
    int minorUnit;

    @Column(nullable = false)
    BigDecimal amount;

    @SuppressWarnings("NullAway.Init")
    protected InvoiceLineRow() {}
}
