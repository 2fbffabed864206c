package io.tallygate.gateway.suites;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.gateway.running.RawHttp2;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.WitnessUpstream;
import io.tallygate.gateway.running.WitnessUpstream.Seen;
import io.tallygate.gateway.suites.KeyAuthSetup.Configured;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// `key-auth`, every row over the public port, and its upstream as the witness.
class KeyAuthSuiteTest {
    private static final SuiteTable TABLE = SuiteTable.of("key-auth");
    private static final SuiteReport REPORT = new SuiteReport("public port", true);
    private static final UUID UPSTREAM = new UUID(16, 1);
    private static final String BOUNDARY = "----row";
    /// The table's names of identity headers, and ours.
    private static final Map<String, String> IDENTITY =
            Map.of("x-consumer-id", "x-consumer-id", "x-credential-identifier", "x-credential-id");

    private static WitnessUpstream witness;
    private static RunningGateway gateway;
    private static KeyAuthSetup setup;

    @BeforeAll
    static void start() throws Exception {
        witness = new WitnessUpstream();
        gateway = RunningGateway.withSettings(Map.of(), "127.0.0.1:" + witness.port());
        gateway.feed().upstream(UPSTREAM, witness.port(), "", 5_000);
        setup = new KeyAuthSetup(gateway, UPSTREAM);
    }

    @AfterAll
    static void stop() throws Exception {
        REPORT.print();
        gateway.close();
        witness.close();
    }

    @TestFactory
    Stream<DynamicTest> rows() {
        return TABLE.rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.path("id").asText(), () -> {
                    REPORT.row(TABLE, row.path("id").asText(), wrong(row), List.of());
                }));
    }

    private static @Nullable String wrong(JsonNode row) throws Exception {
        Configured configured = setup.of(row.path("config"));
        RunningGateway.await("the row's route", () -> answersAt(configured.path()));
        if (row.path("request").has("grpcMethod")) {
            return wrongGrpc(configured, row);
        }
        if (!row.has("steps")) {
            return wrong(row, configured, row.path("request"), row.path("expect"));
        }
        String wrong = null;
        for (JsonNode step : row.path("steps")) {
            Thread.sleep(step.path("afterSeconds").asLong() * 1000 / KeyAuthSetup.FASTER);
            wrong = wrong == null ? wrong(row, configured, step.path("request"), step.path("expect")) : wrong;
        }
        return wrong;
    }

    /// As a gRPC client asks: HTTP/2, the key among its metadata, the status in the trailers.
    private static @Nullable String wrongGrpc(Configured configured, JsonNode row) throws Exception {
        witness.answers("HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\n\0\0\0\0\0\r\n0\r\ngrpc-status: "
                + row.path("expect").path("grpcStatus").asText() + "\r\n\r\n");
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            String path =
                    configured.path() + row.path("request").path("grpcMethod").asText();
            List<String> fields = new ArrayList<>(List.of(":method", "POST", ":scheme", "http", ":path", path));
            fields.addAll(List.of(":authority", "any.test", "content-type", "application/grpc", "te", "trailers"));
            fields.addAll(List.of("content-length", "5"));
            row.path("request").path("headers").properties().forEach(header -> {
                fields.add(header.getKey());
                fields.add(configured.minted(header.getValue().asText()));
            });
            client.write(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, client.block(fields.toArray(String[]::new)));
            client.data(1, true, new byte[5]);
            String answer = client.answer(1);
            String status =
                    "grpc-status=" + row.path("expect").path("grpcStatus").asText();
            return answer.startsWith("200 ") && answer.endsWith(status) ? null : "answered " + answer;
        } finally {
            witness.answers(WitnessUpstream.OK);
        }
    }

    private static boolean answersAt(String path) throws Exception {
        HttpRequest request = gateway.request(path + "/there").build();
        return gateway.http()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode()
                != 404;
    }

    private static @Nullable String wrong(JsonNode row, Configured configured, JsonNode asked, JsonNode expect)
            throws Exception {
        int before = witness.received().size();
        HttpResponse<String> answer =
                gateway.http().send(request(configured, asked), HttpResponse.BodyHandlers.ofString());
        int status = expect.path("status").asInt();
        if (answer.statusCode() != status) {
            return "expected " + status + ", answered " + answer.statusCode();
        }
        boolean wentOn = witness.received().size() > before;
        if (wentOn != (status == 200)) {
            return "went upstream: " + wentOn;
        }
        String challenge =
                expect.path("responseHeaders").path("WWW-Authenticate").textValue();
        if (challenge != null && !challenges(answer, challenge)) {
            return "expected a challenge like " + challenge;
        }
        return wentOn
                ? wrongUpstream(row, configured, expect, witness.received().getLast())
                : null;
    }

    /// The names of schemes and realms are ours, unless the row configures the realm; that Basic is asked for by its
    /// name is not.
    private static boolean challenges(HttpResponse<String> answer, String expected) {
        String scheme = expected.startsWith("Basic") ? "Basic" : "";
        String realm = expected.startsWith("Key realm=") ? expected.substring("Key ".length()) : "";
        return answer.headers().allValues("WWW-Authenticate").stream()
                .anyMatch(value -> value.startsWith(scheme) && value.contains(realm));
    }

    private static @Nullable String wrongUpstream(JsonNode row, Configured configured, JsonNode expect, Seen seen)
            throws Exception {
        List<String> wrong = new ArrayList<>();
        String consumer = expect.path("consumer").textValue();
        if (consumer != null && !setup.consumer(consumer).toString().equals(seen.header("x-consumer-id"))) {
            wrong.add("counts for " + seen.header("x-consumer-id"));
        }
        String other = expect.path("consumerIsNot").textValue();
        if (other != null && setup.consumer(other).toString().equals(seen.header("x-consumer-id"))) {
            wrong.add("counts for " + other);
        }
        boolean mayBe = row.path("config").path("anonymousConsumer").asText().equals(consumer);
        if (expect.has("anonymous")
                && expect.path("anonymous").asBoolean() != "anonymous".equals(seen.header("x-credential-kind"))
                && !(mayBe && !expect.path("anonymous").asBoolean())) {
            wrong.add("anonymous: " + seen.header("x-credential-kind"));
        }
        JsonNode upstream = expect.path("upstream");
        if (upstream.has("target") && !upstream.path("target").asText().equals(seen.target())) {
            wrong.add("target " + seen.target());
        }
        upstream.path("present").forEach(name -> {
            if (seen.header(IDENTITY.getOrDefault(name.asText(), name.asText())) == null) {
                wrong.add("no " + name);
            }
        });
        upstream.path("headers").properties().forEach(header -> {
            if (!configured.minted(header.getValue().asText()).equals(seen.header(header.getKey()))) {
                wrong.add(header.getKey() + " is " + seen.header(header.getKey()));
            }
        });
        upstream.path("absentHeaders").forEach(name -> {
            if (seen.header(name.asText()) != null) {
                wrong.add("there is " + name);
            }
        });
        upstream.path("query").properties().forEach(parameter -> {
            String wanted = parameter.getKey() + "="
                    + configured.minted(parameter.getValue().asText());
            if (!List.of(seen.target().substring(seen.target().indexOf('?') + 1).split("&"))
                    .contains(wanted)) {
                wrong.add("query of " + seen.target());
            }
        });
        upstream.path("absentQuery").forEach(name -> {
            if (URLDecoder.decode(seen.target(), ISO_8859_1).contains(name.asText() + "=")) {
                wrong.add("query of " + seen.target());
            }
        });
        upstream.path("bodyFields").properties().forEach(field -> {
            if (!seen.body().contains(field.getKey())
                    || !seen.body().contains(configured.minted(field.getValue().asText()))) {
                wrong.add("body " + seen.body());
            }
        });
        upstream.path("absentBodyFields").forEach(name -> {
            if (seen.body().contains(name.asText())
                    || configured.keys().values().stream().anyMatch(seen.body()::contains)) {
                wrong.add("body " + seen.body());
            }
        });
        return wrong.isEmpty() ? null : String.join("; ", wrong);
    }

    private static HttpRequest request(Configured configured, JsonNode asked) throws Exception {
        HttpRequest.Builder request = gateway.request(
                configured.path() + configured.minted(asked.path("target").asText()));
        asked.path("headers").properties().forEach(header -> {
            String value = configured.minted(header.getValue().asText());
            boolean multipart = value.equals("multipart/form-data");
            request.header(header.getKey(), multipart ? value + "; boundary=\"" + BOUNDARY + "\"" : value);
        });
        String body = body(configured, asked.path("body"));
        return request.method(
                        asked.path("method").asText("GET"),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static @Nullable String body(Configured configured, JsonNode body) throws Exception {
        if (body.isTextual()) {
            return configured.minted(body.asText());
        }
        if (!body.isObject()) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        String type = body.path("encodedAs").asText();
        for (Map.Entry<String, JsonNode> field : body.path("fields").properties()) {
            String value = configured.minted(field.getValue().asText());
            parts.add(
                    switch (type) {
                        case "application/json" ->
                            new ObjectMapper().writeValueAsString(field.getKey())
                                    + ":"
                                    + new ObjectMapper().writeValueAsString(value);
                        case "multipart/form-data" ->
                            "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.getKey()
                                    + "\"\r\n\r\n" + value + "\r\n";
                        default -> field.getKey() + "=" + value;
                    });
        }
        return switch (type) {
            case "application/json" -> "{" + String.join(",", parts) + "}";
            case "multipart/form-data" -> String.join("", parts) + "--" + BOUNDARY + "--\r\n";
            default -> String.join("&", parts);
        };
    }
}
