package io.tallygate.billing.tax.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "consumer_tax", schema = "billing")
public class ConsumerTaxRow {
    @Id
    @Column(name = "consumer_id")
    public UUID consumerId;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(name = "vat_id")
    public @Nullable String vatId;

    @Column
    public @Nullable String exemption;

    @Column(name = "legal_entity_id")
    public @Nullable UUID legalEntityId;

    @Column(name = "updated_at", nullable = false)
    public Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    public ConsumerTaxRow() {}
}
