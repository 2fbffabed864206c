package io.tallygate.portal.catalogue.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.publishing.ApiOperation;
import io.tallygate.portal.publishing.ApiView;
import io.tallygate.portal.publishing.Publishing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Where an API answers, and one call to try it with.
@ApplicationScoped
public class ExampleCall {
    private final String gateway;

    @SuppressWarnings("NullAway") // for the proxy only
    protected ExampleCall() {
        this.gateway = null;
    }

    @Inject
    public ExampleCall(
            @ConfigProperty(name = "TALLYGATE_GATEWAY_URL", defaultValue = "http://localhost:8000") String gateway) {
        this.gateway = gateway;
    }

    /// The API's public address, without a final slash.
    public String address(String tenant, ApiView view) {
        return address(tenant, Environment.LIVE, view);
    }

    /// As [#address(String, ApiView)], in an environment.
    public String address(String tenant, Environment environment, ApiView view) {
        return gateway + Publishing.gatewayPath(tenant, environment, view.api());
    }

    /// The simplest reading operation as a command line, best without anything to fill in.
    /// @param key  null: a word that says where it belongs
    /// @return     empty when the API has no operation that reads
    public Optional<String> of(String tenant, Environment environment, ApiView view, @Nullable String key) {
        return view.operations().stream()
                .filter(operation -> operation.method().equals("GET"))
                .map(ApiOperation::path)
                .min(Comparator.comparing((String path) -> path.contains("{")).thenComparing(String::length))
                .map(path -> "curl -H 'X-API-Key: " + (key == null ? "YOUR_KEY" : key) + "' '"
                        + address(tenant, environment, view) + path.replace("'", "%27") + "'");
    }
}
