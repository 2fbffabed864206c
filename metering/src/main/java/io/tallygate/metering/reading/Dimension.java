package io.tallygate.metering.reading;

import java.util.Arrays;
import java.util.Optional;

/// What usage can be grouped by. Values are texts: UUIDs for what has an id, the number for a status.
public enum Dimension {
    ENVIRONMENT("environment", "environment"),
    CONSUMER("consumer", "consumer"),
    APPLICATION("application", "application"),
    CREDENTIAL("credential", "credential"),
    SUBSCRIPTION("subscription", "subscription"),
    PRODUCT("product", "product"),
    PLAN_VERSION("planVersion", "plan_version"),
    API("api", "api"),
    API_VERSION("apiVersion", "api_version"),
    OPERATION("operation", "operation"),
    METHOD("method", "method"),
    STATUS("status", "status"),
    OUTCOME("outcome", "outcome");

    private final String slug;
    private final String column;

    Dimension(String slug, String column) {
        this.slug = slug;
        this.column = column;
    }

    /// As written in addresses and documents.
    public String slug() {
        return slug;
    }

    String column() {
        return column;
    }

    /// @return empty when there is no such dimension (the caller replies 400)
    public static Optional<Dimension> ofSlug(String slug) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.slug.equals(slug))
                .findFirst();
    }
}
