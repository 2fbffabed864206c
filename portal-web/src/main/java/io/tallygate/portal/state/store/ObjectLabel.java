package io.tallygate.portal.state.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// One label of one object.
@Entity
@Table(name = "object_label", schema = "portal")
public class ObjectLabel {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(nullable = false, updatable = false)
    private String kind;

    @Column(name = "object_id", nullable = false, updatable = false)
    private UUID objectId;

    @Column(nullable = false, updatable = false)
    private String name;

    @Column(nullable = false)
    private String value;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected ObjectLabel() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    ObjectLabel(String kind, UUID objectId, String name, String value) {
        this.kind = kind;
        this.objectId = objectId;
        this.name = name;
        this.value = value;
    }

    void become(String newValue) {
        value = newValue;
    }

    public UUID objectId() {
        return objectId;
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }
}
