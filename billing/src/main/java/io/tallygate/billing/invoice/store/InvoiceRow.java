package io.tallygate.billing.invoice.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// An issued invoice's head. Seller and buyer are copied: the document must not change when they move.
@Entity
@Immutable
@Table(name = "invoice", schema = "billing")
public class InvoiceRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    UUID tenantId;

    @Column(nullable = false)
    String series;

    @Column(nullable = false)
    long number;

    @Column(name = "issued_on", nullable = false)
    LocalDate issuedOn;

    @Column(name = "issued_at", nullable = false)
    Instant issuedAt;

    @Column(name = "consumer_id", nullable = false)
    UUID consumerId;

    @Column(name = "seller_name", nullable = false)
    String sellerName;

    @Column(name = "seller_address", nullable = false)
    List<String> sellerAddress;

    @Column(name = "seller_country", nullable = false)
    String sellerCountry;

    @Column(name = "buyer_name", nullable = false)
    String buyerName;

    @Column(name = "buyer_address", nullable = false)
    List<String> buyerAddress;

    @Column(name = "buyer_country")
    @Nullable
    String buyerCountry;

    @Column(nullable = false)
    String language;

    @Column(name = "period_from", nullable = false)
    Instant periodFrom;

    @Column(name = "period_to", nullable = false)
    Instant periodTo;

    @Column(name = "time_zone", nullable = false)
    String timeZone;

    @Column(nullable = false)
    String currency;

    /// Decimals of the currency when it was issued.
    @Column(name = "minor_unit", nullable = false)
    int minorUnit;

    @Column(nullable = false)
    BigDecimal total;

    @Column(name = "line_count", nullable = false)
    int lineCount;

    @Column(name = "legal_entity_id")
    @Nullable
    UUID legalEntityId;

    @Column(name = "seller_details", nullable = false, columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(seller_details as text)", write = "cast(? as jsonb)")
    String sellerDetails;

    @Column(name = "buyer_vat_id")
    @Nullable
    String buyerVatId;

    /// As [io.tallygate.billing.invoice.SumsJson] writes them; null on a document of before taxes.
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(sums as text)", write = "cast(? as jsonb)")
    @Nullable
    String sums;

    @Column(name = "tax_included", nullable = false)
    boolean taxIncluded;

    @Column(name = "already_billed", nullable = false)
    BigDecimal alreadyBilled;

    @Column(name = "coupon_total", nullable = false)
    BigDecimal couponTotal;

    @Column(name = "tax_total", nullable = false)
    BigDecimal taxTotal;

    @Column(nullable = false)
    BigDecimal credited;

    @Column(nullable = false)
    BigDecimal prepaid;

    /// Null on a document of before days to pay.
    @Column(name = "due_on")
    @Nullable
    LocalDate dueOn;

    @SuppressWarnings("NullAway.Init")
    protected InvoiceRow() {}
}
