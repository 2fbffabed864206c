package io.tallygate.portal.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.SellingTenant;
import io.tallygate.portal.running.TestSource;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A document is fetched from where it is: from a source that the installation allows, within limits, and from nowhere
/// else.
class ImportByUrlIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MANY = 9 * 1024 * 1024;

    private static TestSource source;
    private static TestSource inside;
    private static RunningPortal portal;
    private static CountDownLatch slow;
    private ApiClient owner;

    @BeforeAll
    static void start() throws Exception {
        inside = TestSource.start().serving("/openapi.json", SellingTenant.document("9.9.9", "/secret"));
        slow = new CountDownLatch(1);
        source = TestSource.start()
                .serving("/openapi.json", SellingTenant.document("1.0.0", "/orders"))
                .serving("/two.json", SellingTenant.document("2.0.0", "/orders", "/returns"))
                .serving("/empty.json", "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"T\",\"version\":\"1\"}}")
                .redirecting("/moved", "/openapi.json")
                .redirecting("/round", "/round")
                .redirecting("/inside", inside.url("/openapi.json"))
                .redirecting("/metadata", "http://169.254.169.254/latest/meta-data/")
                .answering("/large", call -> {
                    call.sendResponseHeaders(200, MANY);
                    call.getResponseBody().write(new byte[MANY]);
                    call.close();
                })
                .answering("/latin", call -> {
                    call.sendResponseHeaders(200, 2);
                    call.getResponseBody().write(new byte[] {(byte) 0xe4, (byte) 0x22});
                    call.close();
                })
                .answering("/slow", call -> {
                    call.sendResponseHeaders(200, 0);
                    try {
                        slow.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                    call.close();
                });
        portal = RunningPortal.shared().beside(Map.of("TALLYGATE_OUTBOUND_ALLOW", source.pair()));
    }

    @AfterAll
    static void stop() throws Exception {
        slow.countDown();
        portal.close();
        source.close();
        inside.close();
    }

    @BeforeEach
    void a_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
    }

    @Test
    void an_api_and_its_next_version_come_from_where_their_documents_are() throws Exception {
        JsonNode made = ApiClient.json(fetched("/moved?token=s3cret"));
        assertThat(made.path("version").asText()).isEqualTo("1.0.0");
        String api = "/apis/" + made.path("id").asText();
        assertThat(owner.get(api + "/document").body()).isEqualTo(SellingTenant.document("1.0.0", "/orders"));

        JsonNode next = owner.make(api + "/versions", "{\"documentUrl\":\"%s\"}".formatted(source.url("/two.json")));
        assertThat(next.path("version").asText()).isEqualTo("2.0.0");
        assertThat(owner.read(api + "/versions").path("items"))
                .extracting(version -> version.path("documentUrl").asText())
                .as("where they came from, without what may be secret")
                .containsExactly(source.url("/moved"), source.url("/two.json"));
    }

    @Test
    void what_cannot_be_fetched_is_refused_at_its_member_and_nothing_is_made() throws Exception {
        refused("/inside", "This address is not allowed.");
        refused("/metadata", "This address is not allowed.");
        refused("/round", "No sound answer");
        refused("/large", "larger than 8,388,608 bytes");
        refused("/latin", "not text in UTF-8");
        refused("/missing", "status 404");
        assertThat(detail(asked(inside.url("/openapi.json")))).isEqualTo("This address is not allowed.");
        assertThat(detail(asked("http://no-such-host.example/"))).isEqualTo("This address is not allowed.");
        assertThat(detail(asked("ftp://example.com/"))).startsWith("An address begins with");
        assertThat(owner.read("/apis").path("items")).isEmpty();
    }

    @Test
    void a_fault_of_the_document_is_told_with_its_place() throws Exception {
        JsonNode error = ApiClient.json(fetched("/empty.json")).at("/errors/0");
        assertThat(error.path("pointer").asText()).startsWith("/documentUrl#");
    }

    @Test
    void exactly_one_of_document_and_address_is_given() throws Exception {
        assertThat(pointer(owner.post("/apis", "{\"slug\":\"none\"}"))).isEqualTo("/document");
        assertThat(pointer(owner.post(
                        "/apis",
                        JSON.createObjectNode()
                                .put("document", SellingTenant.document("1.0.0", "/orders"))
                                .put("documentUrl", source.url("/openapi.json"))
                                .toString())))
                .isEqualTo("/documentUrl");
    }

    @Test
    void a_source_that_is_too_slow_is_given_up_and_a_tenant_has_two_at_once() throws Exception {
        ApiClient other = ApiClient.ofNewTenant(portal);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> waiting = new ArrayList<>();
            long begun = System.nanoTime();
            for (int call = 0; call < 3; call++) {
                waiting.add(threads.submit(() -> fetched("/slow")));
            }
            Thread.sleep(1_000);
            assertThat(other.post("/apis", "{\"documentUrl\":\"%s\"}".formatted(source.url("/openapi.json")))
                            .statusCode())
                    .as("another tenant waits for nobody")
                    .isEqualTo(201);
            List<String> details = new ArrayList<>();
            for (Future<HttpResponse<String>> one : waiting) {
                details.add(detail(one.get()));
            }
            long seconds = (System.nanoTime() - begun) / 1_000_000_000;
            assertThat(details)
                    .filteredOn(detail -> detail.startsWith("No sound answer"))
                    .hasSize(2);
            assertThat(details)
                    .filteredOn(detail -> detail.startsWith("Other documents"))
                    .hasSize(1);
            assertThat(seconds).isBetween(9L, 25L);
        }
    }

    private void refused(String path, String text) throws Exception {
        HttpResponse<String> answer = fetched(path);
        assertThat(detail(answer)).as(path).contains(text);
        assertThat(pointer(answer)).as(path).isEqualTo("/documentUrl");
    }

    private HttpResponse<String> fetched(String path) throws Exception {
        return asked(source.url(path));
    }

    private HttpResponse<String> asked(String url) throws Exception {
        return owner.post(
                "/apis", JSON.createObjectNode().put("documentUrl", url).toString());
    }

    private static String detail(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return ApiClient.json(answer).at("/errors/0/detail").asText();
    }

    private static String pointer(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return ApiClient.json(answer).at("/errors/0/pointer").asText();
    }
}
