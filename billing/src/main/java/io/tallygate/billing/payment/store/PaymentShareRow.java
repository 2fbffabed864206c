package io.tallygate.billing.payment.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// What a part of a payment paid.
@Entity
@Immutable
@Table(name = "payment_share", schema = "billing")
public class PaymentShareRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    public UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(name = "payment_id", nullable = false)
    public UUID paymentId;

    @Column(name = "invoice_id")
    public @Nullable UUID invoiceId;

    @Column(name = "purchase_id")
    public @Nullable UUID purchaseId;

    @Column(name = "grant_id")
    public @Nullable UUID grantId;

    @Column(nullable = false)
    public BigDecimal amount;

    @SuppressWarnings("NullAway.Init")
    public PaymentShareRow() {}
}
