package io.tallygate.billing.invoice.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

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

    @Column
    @Nullable
    String meter;

    @Column(name = "period_from", nullable = false)
    Instant periodFrom;

    @Column(name = "period_to", nullable = false)
    Instant periodTo;

    @Column(nullable = false)
    BigDecimal quantity;

    @Column(name = "price_model", nullable = false)
    String priceModel;

    @Column(name = "unit_price", precision = 24, scale = 12)
    @Nullable
    BigDecimal unitPrice;

    @Column(nullable = false)
    String currency;

    @Column(name = "minor_unit", nullable = false)
    int minorUnit;

    @Column(nullable = false)
    BigDecimal amount;

    @Column(nullable = false)
    String kind;

    @Column(nullable = false)
    String card;

    @Column(nullable = false)
    String name;

    @Column(name = "tax_code")
    @Nullable
    String taxCode;

    @Column(nullable = false, columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(steps as text)", write = "cast(? as jsonb)")
    String steps;

    @SuppressWarnings("NullAway.Init")
    protected InvoiceLineRow() {}
}
