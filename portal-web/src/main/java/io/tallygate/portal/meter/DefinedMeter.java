package io.tallygate.portal.meter;

import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.MeterSource;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// A meter of a tenant, as it is kept. What decides its numbers never changes: charts and invoices of the past would
/// say something else from then on.
@Entity
@Table(name = "meter", schema = "portal")
public class DefinedMeter {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(nullable = false, updatable = false)
    private String slug;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false, updatable = false)
    private String source;

    @Column(name = "event_type", updatable = false)
    private @Nullable String eventType;

    @Column(nullable = false, updatable = false)
    private String aggregation;

    @Column(updatable = false)
    private @Nullable String value;

    @Column(nullable = false)
    private String dimensions;

    @Column(nullable = false, updatable = false)
    private String filters;

    @Column(nullable = false, updatable = false)
    private String weights;

    @Column(nullable = false)
    private String unit;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "archived_at")
    private @Nullable Instant archivedAt;

    @Version
    @Column(name = "lock_version", nullable = false)
    private int version;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected DefinedMeter() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    DefinedMeter(MeterDefinition definition, Instant createdAt) {
        this.slug = definition.slug();
        this.source = definition.source().wireName();
        this.eventType = definition.eventType();
        this.aggregation = definition.aggregation().wireName();
        this.value = definition.value();
        this.filters = MeterJson.lists(definition.filters()).toString();
        this.weights = MeterJson.decimals(definition.weights()).toString();
        this.createdAt = createdAt;
        describe(definition);
    }

    /// Takes over what may change.
    final void describe(MeterDefinition definition) {
        name = definition.name();
        dimensions = MeterJson.texts(definition.dimensions()).toString();
        unit = definition.unit();
    }

    void archive(Instant at) {
        if (archivedAt == null) {
            archivedAt = at;
        }
    }

    public MeterDefinition definition() {
        return new MeterDefinition(
                slug,
                name,
                MeterSource.of(source).orElseThrow(),
                eventType,
                Aggregation.of(aggregation).orElseThrow(),
                value,
                MeterJson.texts(dimensions),
                MeterJson.lists(filters),
                MeterJson.decimals(weights),
                unit);
    }

    public UUID id() {
        return id;
    }

    /// For templates.
    public UUID getId() {
        return id;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /// Null while it counts.
    public @Nullable Instant archivedAt() {
        return archivedAt;
    }
}
