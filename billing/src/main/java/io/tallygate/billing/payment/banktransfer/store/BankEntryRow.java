package io.tallygate.billing.payment.banktransfer.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// An entry of a statement, and what became of it.
@Entity
@DynamicUpdate
@Table(name = "bank_entry", schema = "billing")
public class BankEntryRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    public UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(name = "statement_id", nullable = false)
    public UUID statementId;

    @Column(nullable = false)
    public String identity;

    @Column(name = "booked_on", nullable = false)
    public LocalDate bookedOn;

    @Column(nullable = false)
    public String currency;

    @Column(name = "minor_unit", nullable = false)
    public int minorUnit;

    @Column(nullable = false)
    public BigDecimal amount;

    @Column(nullable = false)
    public boolean credit;

    @Column(nullable = false)
    public String payer;

    @Column(name = "payer_iban", nullable = false)
    public String payerIban;

    @Column(nullable = false)
    public String remittance;

    @Column(name = "bank_reference")
    public @Nullable String bankReference;

    @Column(nullable = false)
    public String state;

    public @Nullable String why;

    public @Nullable UUID suggested;

    @Column(name = "payment_id")
    public @Nullable UUID paymentId;

    @SuppressWarnings("NullAway.Init")
    public BankEntryRow() {}
}
