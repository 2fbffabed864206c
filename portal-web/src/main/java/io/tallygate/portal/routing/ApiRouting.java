package io.tallygate.portal.routing;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.audit.Unrecorded;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.io.StringReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// A [Routing] as it is kept.
@Entity
@Table(name = "api_routing", schema = "portal")
public class ApiRouting {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "api_id", nullable = false, updatable = false)
    private UUID apiId;

    @Column(nullable = false, updatable = false)
    private String environment;

    @Column(nullable = false, updatable = false)
    private String stage;

    @Column(nullable = false)
    private String routes;

    @Column(nullable = false)
    private String upstream;

    @Unrecorded
    @Column(name = "sealed_secrets", nullable = false)
    private String sealedSecrets;

    @Column(name = "changed_at", nullable = false)
    private Instant changedAt;

    @Version
    @Column(name = "lock_version")
    private int lockVersion;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected ApiRouting() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    ApiRouting(UUID apiId, Environment environment, Stage stage, Routing routing, Instant now) {
        this.apiId = apiId;
        this.environment = environment.wireName();
        this.stage = stage.text();
        become(routing, now);
    }

    final void become(Routing routing, Instant now) {
        routes = routing.routesJson().toString();
        upstream = routing.upstream().toString();
        sealedSecrets = routing.sealedJson().toString();
        changedAt = now;
    }

    Routing routing() {
        Map<String, String> sealed = new HashMap<>();
        ((JsonObject) json(sealedSecrets))
                .forEach((pointer, secret) -> sealed.put(pointer, ((JsonString) secret).getString()));
        return new Routing(
                json(routes).asJsonArray().getValuesAs(JsonObject.class),
                json(upstream).asJsonObject(),
                sealed);
    }

    private static JsonStructure json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.read();
        }
    }

    UUID apiId() {
        return apiId;
    }

    Environment environment() {
        return Environment.of(environment).orElseThrow();
    }

    Instant changedAt() {
        return changedAt;
    }
}
