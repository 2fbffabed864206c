package io.tallygate.portal.lifecycle.erase;

import io.tallygate.metering.archive.UsageArchive;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.meter.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// A tenant's calls in the usage store. Every method throws while the store is away.
@ApplicationScoped
public class ErasedUsage {
    private final ClickHouseSettings settings;

    @SuppressWarnings("NullAway") // for the proxy only
    protected ErasedUsage() {
        this.settings = null;
    }

    @Inject
    public ErasedUsage(
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_URL", defaultValue = "http://localhost:8123") String url,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_DATABASE", defaultValue = "tallygate") String database,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_USER") Optional<String> user,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_PASSWORD") Optional<String> password,
            @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_CLUSTER") Optional<String> cluster) {
        this.settings = new ClickHouseSettings(URI.create(url), database, user.orElse(""), password.orElse(""))
                .onCluster(cluster.orElse(""));
    }

    long count(TenantId tenant) {
        try (UsageArchive archive = new UsageArchive(settings)) {
            return archive.count(tenant);
        }
    }

    void erase(TenantId tenant) {
        try (UsageArchive archive = new UsageArchive(settings)) {
            if (!archive.isEmpty(tenant)) {
                archive.erase(tenant);
            }
        }
    }
}
