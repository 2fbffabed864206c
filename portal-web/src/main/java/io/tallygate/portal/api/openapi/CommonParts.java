package io.tallygate.portal.api.openapi;

import io.tallygate.portal.api.PageOf;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;

/// What the document says once: of the API as a whole, of parameters and headers that many calls share, of tokens.
final class CommonParts {
    private static final String ABOUT = """
        Everything that Tallygate's pages can do, by JSON over HTTP.

        - **Who calls** is said by `Authorization: Bearer`, with a personal access token (`tgp_…`) or an access token \
        of the identity provider. What a token may do is what its owner's roles and its scopes \
            allow.
        - **Refusals** are problem details (RFC 9457); tell them apart by `type`. A member that cannot be taken is \
        named by a JSON pointer in `errors`. What is another tenant's is answered like what does not exist: 404.
        - **Lists** take `limit` (1 to 200, otherwise 50) and `cursor`; `nextCursor` of an answer leads to the next \
        page and is null on the last.
        - **A POST that makes something** takes an `Idempotency-Key`: sent again with the same key, within a day, \
        it makes nothing new and gets the same answer.
        - **A change** of one object (PUT, PATCH, DELETE) says which state it was made for: `If-Match` with the `ETag` \
        that was read. Somebody else's change in between is never lost: 412, read it again.
        - **Times** are RFC 3339 in UTC. **Money** and quantities are texts with a decimal, so that nothing rounds \
        them.\
        """;

    private CommonParts() {}

    static JsonObjectBuilder head() {
        return Json.createObjectBuilder()
                .add("openapi", "3.1.1")
                .add("jsonSchemaDialect", "https://spec.openapis.org/oas/3.1/dialect/base")
                .add(
                        "info",
                        Json.createObjectBuilder()
                                .add("title", "Tallygate control API")
                                .add("version", "1")
                                .add("summary", "Publish APIs, sell them in plans, bill what was used.")
                                .add("description", ABOUT)
                                .add(
                                        "license",
                                        Json.createObjectBuilder()
                                                .add("name", "Apache License 2.0")
                                                .add("identifier", "Apache-2.0")))
                .add(
                        "servers",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("url", "/api/v1")
                                        .add("description", "The installation that served this document.")))
                .add("security", security(JsonValue.EMPTY_JSON_ARRAY));
    }

    /// @param scopes  that a personal token needs
    static JsonArrayBuilder security(JsonArray scopes) {
        return Json.createArrayBuilder()
                .add(Json.createObjectBuilder().add("personalToken", scopes))
                .add(Json.createObjectBuilder().add("accessToken", JsonValue.EMPTY_JSON_ARRAY));
    }

    static JsonObjectBuilder components() {
        return Json.createObjectBuilder()
                .add(
                        "securitySchemes",
                        Json.createObjectBuilder()
                                .add("personalToken", bearer("tgp_…", "A personal access token of this installation."))
                                .add(
                                        "accessToken",
                                        bearer("JWT", "An access token of the installation's identity provider.")))
                .add("parameters", parameters())
                .add("headers", headers());
    }

    private static JsonObjectBuilder bearer(String format, String about) {
        return Json.createObjectBuilder()
                .add("type", "http")
                .add("scheme", "bearer")
                .add("bearerFormat", format)
                .add("description", about);
    }

    private static JsonObjectBuilder parameters() {
        return Json.createObjectBuilder()
                .add("Cursor", parameter("cursor", "query", "`nextCursor` of the page before.", text()))
                .add(
                        "IdempotencyKey",
                        parameter(
                                "Idempotency-Key",
                                "header",
                                "Your own name for this call: the same call with the same key takes effect once.",
                                text().add("pattern", "^[\\x21-\\x7e]{1,255}$")))
                .add(
                        "IfMatch",
                        parameter(
                                        "If-Match",
                                        "header",
                                        "The `ETag` that was read: the change is refused when there is another by now."
                                                + " `*` changes it whatever it is.",
                                        text())
                                .add("required", true))
                .add(
                        "IfNoneMatch",
                        parameter(
                                "If-None-Match",
                                "header",
                                "The `ETag` that was read: answered 304 while it is still that.",
                                text()))
                .add(
                        "Limit",
                        parameter(
                                "limit",
                                "query",
                                "How many items a page has at most; 50 when it is left out.",
                                Json.createObjectBuilder()
                                        .add("type", "integer")
                                        .add("minimum", 1)
                                        .add("maximum", PageOf.MOST)))
                .add(
                        "Tenant",
                        parameter("tenant", "path", "The tenant's name in addresses.", text())
                                .add("required", true)
                                .add("example", "acme"));
    }

    private static JsonObjectBuilder headers() {
        return Json.createObjectBuilder()
                .add("ETag", header("The entity tag; send it as `If-Match` with a change.", text()))
                .add(
                        "Idempotent-Replayed",
                        header("`true` when this is the answer of an earlier call with the same key.", text()))
                .add(
                        "Retry-After",
                        header(
                                "Seconds until another try is worth it.",
                                Json.createObjectBuilder().add("type", "integer")))
                .add("WWW-Authenticate", header("As RFC 9110 has it.", text()))
                .add("X-Request-Id", header("What this request is called in logs and the audit log.", text()));
    }

    private static JsonObjectBuilder parameter(String name, String in, String about, JsonObjectBuilder schema) {
        return Json.createObjectBuilder()
                .add("name", name)
                .add("in", in)
                .add("description", about)
                .add("schema", schema);
    }

    private static JsonObjectBuilder header(String about, JsonObjectBuilder schema) {
        return Json.createObjectBuilder().add("description", about).add("schema", schema);
    }

    private static JsonObjectBuilder text() {
        return Json.createObjectBuilder().add("type", "string");
    }
}
