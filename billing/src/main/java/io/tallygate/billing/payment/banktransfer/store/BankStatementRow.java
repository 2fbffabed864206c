package io.tallygate.billing.payment.banktransfer.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// A file that was imported.
@Entity
@Immutable
@Table(name = "bank_statement", schema = "billing")
public class BankStatementRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    public UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(nullable = false)
    public String format;

    @Column(nullable = false)
    public String account;

    @Column(nullable = false)
    public String sha256;

    @Column(nullable = false)
    public int entries;

    @Column(nullable = false)
    public int known;

    @Column(nullable = false)
    public int pending;

    @Column(name = "imported_at", nullable = false)
    public Instant importedAt;

    @SuppressWarnings("NullAway.Init")
    public BankStatementRow() {}
}
