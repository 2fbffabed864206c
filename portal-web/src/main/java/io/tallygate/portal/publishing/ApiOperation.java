package io.tallygate.portal.publishing;

import io.tallygate.portal.publishing.openapi.OpenApiDocument;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// One operation of a version, in the document's order.
@Entity
@Table(name = "api_operation", schema = "portal")
public class ApiOperation {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "version_id", nullable = false, updatable = false)
    private UUID versionId;

    @Column(nullable = false, updatable = false)
    private int position;

    @Column(name = "operation_id", nullable = false, updatable = false)
    private String operationId;

    @Column(nullable = false, updatable = false)
    private String method;

    @Column(nullable = false, updatable = false)
    private String path;

    @Column(nullable = false, updatable = false)
    private String summary;

    @Column(nullable = false, updatable = false)
    private List<String> tags;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected ApiOperation() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    ApiOperation(UUID versionId, int position, OpenApiDocument.Operation operation) {
        this.versionId = versionId;
        this.position = position;
        this.operationId = operation.id();
        this.method = operation.method();
        this.path = operation.path();
        this.summary = operation.summary();
        this.tags = operation.tags();
    }

    /// `operationId` of the document, or made of method and path.
    public String operationId() {
        return operationId;
    }

    public String method() {
        return method;
    }

    /// Template, relative to the API's base path.
    public String path() {
        return path;
    }

    public String summary() {
        return summary;
    }

    public List<String> tags() {
        return List.copyOf(tags);
    }
}
