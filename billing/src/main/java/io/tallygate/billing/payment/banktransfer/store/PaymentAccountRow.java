package io.tallygate.billing.payment.banktransfer.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/// Where the tenant's payers transfer to. One a tenant, so the tenant is its key; row-level security keeps others out.
@Entity
@DynamicUpdate
@Table(name = "payment_account", schema = "billing")
public class PaymentAccountRow {
    @Id
    @Column(name = "tenant_id")
    public UUID tenantId;

    @Column(nullable = false)
    public String holder;

    @Column(nullable = false)
    public String iban;

    public @Nullable String bic;

    @SuppressWarnings("NullAway.Init")
    public PaymentAccountRow() {}
}
