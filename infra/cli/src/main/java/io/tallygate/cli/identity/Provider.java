package io.tallygate.cli.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.cli.api.Unreachable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// The identity provider that an installation trusts, found by what the portal says of its API (RFC 9728) and what the
/// provider says of itself (OpenID Connect Discovery).
public final class Provider {
    /// Public: it has no secret that it could keep.
    static final String CLIENT = "tallygate-cli";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http;
    private final String issuer;
    private final JsonNode described;

    private Provider(HttpClient http, String issuer, JsonNode described) {
        this.http = http;
        this.issuer = issuer;
        this.described = described;
    }

    /// An answer to a form; refusals have their error's name in it.
    record Said(int status, JsonNode json) {
        boolean good() {
            return status / 100 == 2;
        }

        String error() {
            return json.path("error").asText("status " + status);
        }

        /// For a person.
        String words() {
            return json.path("error_description").asText(error());
        }
    }

    /// @throws Unreachable  when the portal or the provider does not answer as they should
    public static Provider of(URI portal) throws InterruptedException {
        HttpClient http = client();
        String root = portal.toString().replaceFirst("/+$", "");
        JsonNode resource = read(http, URI.create(root + "/.well-known/oauth-protected-resource/api/v1"));
        String issuer = resource.path("authorization_servers").path(0).asText();
        if (issuer.isEmpty() || (root.startsWith("https:") && !issuer.startsWith("https:"))) {
            throw new Unreachable("The portal does not name an identity provider that can be trusted.", null);
        }
        return at(http, issuer);
    }

    /// @param issuer  as [#issuer] once said
    public static Provider at(String issuer) throws InterruptedException {
        return at(client(), issuer);
    }

    private static Provider at(HttpClient http, String issuer) throws InterruptedException {
        JsonNode described = read(http, URI.create(issuer + "/.well-known/openid-configuration"));
        if (!described.path("issuer").asText().equals(issuer)) {
            throw new Unreachable("The identity provider at " + issuer + " says that it is another.", null);
        }
        return new Provider(http, issuer, described);
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build();
    }

    public String issuer() {
        return issuer;
    }

    /// @param endpoint  as the provider's description names it
    Said post(String endpoint, Map<String, String> form) throws InterruptedException {
        String address = described.path(endpoint).asText();
        if (address.isEmpty()) {
            throw new Unreachable("The identity provider has no " + endpoint.replace('_', ' ') + ".", null);
        }
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return ask(
                http,
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private static JsonNode read(HttpClient http, URI address) throws InterruptedException {
        Said said = ask(
                http,
                HttpRequest.newBuilder(address)
                        .timeout(PATIENCE)
                        .header("Accept", "application/json")
                        .build());
        if (!said.good()) {
            throw new Unreachable("Nothing useful is at " + address + " (" + said.status() + ").", null);
        }
        return said.json();
    }

    private static Said ask(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Said(
                    answer.statusCode(),
                    answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body()));
        } catch (IOException broken) {
            throw new Unreachable("No answer that can be read came from " + request.uri() + ".", broken);
        }
    }
}
