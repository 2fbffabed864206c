package io.tallygate.billing.tax.store;

import io.tallygate.billing.tax.TaxRate;
import io.tallygate.billing.tax.TaxRule;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "tax_rule", schema = "billing")
public class TaxRuleRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    private UUID tenantId;

    @Column(nullable = false)
    private String country;

    @Column(name = "tax_code")
    private @Nullable String taxCode;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false, precision = 7, scale = 4)
    private BigDecimal percent;

    @Column(name = "valid_from", nullable = false)
    private LocalDate validFrom;

    @Column(name = "valid_to")
    private @Nullable LocalDate validTo;

    @SuppressWarnings("NullAway.Init")
    protected TaxRuleRow() {}

    @SuppressWarnings("NullAway.Init")
    public TaxRuleRow(TaxRule rule) {
        country = rule.country();
        taxCode = rule.taxCode();
        name = rule.rate().name();
        percent = rule.rate().percent();
        validFrom = rule.validFrom();
        validTo = rule.validTo();
    }

    public UUID id() {
        return id;
    }

    public TaxRule value() {
        return new TaxRule(country, taxCode, new TaxRate(name, percent), validFrom, validTo);
    }
}
