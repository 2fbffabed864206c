package io.tallygate.billing.payment.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// Money that came in.
@Entity
@Immutable
@Table(name = "payment", schema = "billing")
public class PaymentRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    public UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(name = "consumer_id", nullable = false)
    public UUID consumerId;

    @Column(nullable = false)
    public String provider;

    @Column(nullable = false)
    public String key;

    @Column(nullable = false)
    public String currency;

    @Column(name = "minor_unit", nullable = false)
    public int minorUnit;

    @Column(nullable = false)
    public BigDecimal amount;

    @Column(name = "received_on", nullable = false)
    public LocalDate receivedOn;

    @Column(nullable = false)
    public String payer;

    @Column(nullable = false)
    public String reference;

    @Column(name = "recorded_at", nullable = false)
    public Instant recordedAt;

    @SuppressWarnings("NullAway.Init")
    public PaymentRow() {}
}
