package io.tallygate.billing.legalentity.store;

import io.tallygate.billing.legalentity.LegalEntity;
import io.tallygate.billing.legalentity.LegalEntity.LegalEntityTerms;
import io.tallygate.billing.tax.TaxRounding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "legal_entity", schema = "billing")
public class LegalEntityRow {
    private static final String PER_RATE = "per-rate";
    private static final String ON_DOCUMENT = "on-document";

    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    private UUID tenantId;

    @Column(nullable = false, updatable = false)
    private String slug;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String address;

    @Column(nullable = false)
    private String country;

    @Column(name = "vat_id")
    private @Nullable String vatId;

    @Column(name = "tax_number")
    private @Nullable String taxNumber;

    @Column
    private @Nullable String email;

    @Column
    private @Nullable String iban;

    @Column
    private @Nullable String bic;

    @Column(nullable = false)
    private String series;

    @Column(name = "tax_included", nullable = false)
    private boolean taxIncluded;

    @Column(name = "tax_rounding", nullable = false)
    private String taxRounding;

    @Column(name = "payment_days", nullable = false)
    private int paymentDays;

    @Column(name = "review_hours", nullable = false)
    private int reviewHours;

    @Column(name = "is_default", nullable = false)
    private boolean usual;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected LegalEntityRow() {}

    @SuppressWarnings("NullAway.Init")
    public LegalEntityRow(String slug, Instant createdAt) {
        this.slug = slug;
        this.createdAt = createdAt;
    }

    public void set(LegalEntityTerms terms, int review, boolean isUsual, Instant at) {
        name = terms.name();
        address = String.join("\n", terms.address());
        country = terms.country();
        vatId = terms.vatId();
        taxNumber = terms.taxNumber();
        email = terms.email();
        iban = terms.iban();
        bic = terms.bic();
        series = terms.series();
        taxIncluded = terms.taxIncluded();
        taxRounding = terms.rounding() == TaxRounding.PER_RATE ? PER_RATE : ON_DOCUMENT;
        paymentDays = terms.paymentDays();
        reviewHours = review;
        usual = isUsual;
        updatedAt = at;
    }

    public void notUsual() {
        usual = false;
    }

    public LegalEntity value() {
        return new LegalEntity(
                id,
                slug,
                new LegalEntityTerms(
                        name,
                        List.of(address.split("\n")),
                        country,
                        vatId,
                        taxNumber,
                        email,
                        iban,
                        bic,
                        series,
                        taxIncluded,
                        taxRounding.equals(PER_RATE) ? TaxRounding.PER_RATE : TaxRounding.ON_DOCUMENT,
                        paymentDays),
                reviewHours,
                usual,
                updatedAt);
    }
}
