package io.tallygate.portal.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.stream.Stream;

/// The control API of one tenant, as one person calls it.
/// @param token  what they show; empty: nothing
public record ApiClient(RunningPortal portal, String tenant, String token) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param email  of a person who has just signed in
    public record Person(String subject, String email) {
        public static Person named(String name) {
            String unique = name + "-" + UUID.randomUUID();
            return new Person("subject-" + unique, unique + "@example.com");
        }
    }

    /// A new tenant, seen by its owner.
    public static ApiClient ofNewTenant(RunningPortal portal) throws IOException, InterruptedException {
        String slug = "t" + UUID.randomUUID().toString().substring(0, 8);
        Person owner = Person.named("owner");
        new ApiClient(portal, slug, RunningPortal.OPERATOR_TOKEN)
                .made("POST", "/api/v1/tenants", """
                    {"slug":"%s","name":"Tenant %s","country":"DE","timeZone":"Europe/Berlin","currency":"EUR","keyPrefix":"acme","owner":{"email":"%s"}}
                    """.formatted(slug, slug, owner.email()));
        return new ApiClient(portal, slug, "").as(owner);
    }

    public ApiClient as(Person person) {
        return new ApiClient(portal, tenant, portal.identity().token(person.subject(), person.email()));
    }

    public ApiClient withToken(String shown) {
        return new ApiClient(portal, tenant, shown);
    }

    public ApiClient at(String otherTenant) {
        return new ApiClient(portal, otherTenant, token);
    }

    /// @param path  below the tenant's address, or a whole one that begins with `/api/`
    public HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        String whole = path.startsWith("/api/") ? path : "/api/v1/tenants/" + tenant + path;
        String[] all = token.isEmpty()
                ? headers
                : Stream.concat(Stream.of("Authorization", "Bearer " + token), Stream.of(headers))
                        .toArray(String[]::new);
        return portal.send(method, whole, body, all);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    public HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send("POST", path, body, headers);
    }

    /// The answer's body, which must be a success.
    public JsonNode made(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(
                    "%s %s answered %d: %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return json(answer);
    }

    public JsonNode read(String path) throws IOException, InterruptedException {
        return made("GET", path, null);
    }

    public JsonNode make(String path, String body) throws IOException, InterruptedException {
        return made("POST", path, body);
    }

    /// As a careful caller does it: with the tag of what was read.
    public JsonNode change(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("PATCH", path, body, "If-Match", tag(path));
        if (answer.statusCode() != 200) {
            throw new AssertionError("PATCH %s answered %d: %s".formatted(path, answer.statusCode(), answer.body()));
        }
        return json(answer);
    }

    public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, null, "If-Match", tag(path));
    }

    /// The ETag of what is at the address now; `*` when there is nothing.
    public String tag(String path) throws IOException, InterruptedException {
        return get(path).headers().firstValue("ETag").orElse("*");
    }

    public static JsonNode json(HttpResponse<String> answer) throws IOException {
        return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
    }
}
