package io.tallygate.portal.retention;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A tenant says how long its usage is kept, and takes months with it.
class RetentionIT {
    @Test
    void days_are_set_with_the_state_that_was_read_and_a_month_comes_as_a_file() throws Exception {
        SellingTenant shop = SellingTenant.at(PortalWithUsage.shared());
        ApiClient owner = shop.owner();
        assertThat(owner.read("/usage-retention").path("days").isNull()).isTrue();
        assertThat(owner.send("PUT", "/usage-retention", "{\"days\":99}", "If-Match", "*")
                        .statusCode())
                .isEqualTo(422);
        assertThat(owner.send("PUT", "/usage-retention", "{\"days\":400}").statusCode())
                .isEqualTo(428);
        owner.send("PUT", "/usage-retention", "{\"days\":400}", "If-Match", "*");
        assertThat(owner.read("/usage-retention").path("days").asInt()).isEqualTo(400);

        shop.use(
                "live",
                shop.subscribe("live", "2026-01-01T00:00:00Z"),
                shop.key("live").path("id").asText(),
                Instant.parse("2026-10-05T10:00:00Z"),
                5);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> file = http.send(
                    HttpRequest.newBuilder(URI.create(shop.at().portal().url() + "/api/v1/tenants/" + owner.tenant()
                                    + "/usage-archives/2026-10"))
                            .header("Authorization", "Bearer " + owner.token())
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(file.statusCode()).isEqualTo(200);
            byte[] bytes = file.body();
            assertThat(new String(bytes, 0, 4, US_ASCII)).isEqualTo("PAR1");
            assertThat(new String(bytes, bytes.length - 4, 4, US_ASCII)).isEqualTo("PAR1");
        }
        ApiClient.Person person = ApiClient.Person.named("admin");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"admin\"}".formatted(person.email()));
        PortalBrowser admin = PortalBrowser.signedIn(shop.at().portal(), person);
        String page = "/console/" + owner.tenant() + "/usage-retention";
        assertThat(admin.get(page).body()).contains("Usage of the last 400 days is kept.", ".parquet");
        assertThat(admin.follow(admin.post(page, page, Map.of("days", ""))).body())
                .contains("All usage is kept.");
    }
}
