package io.tallygate.portal.publishing.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.ExactlyOne;
import io.tallygate.portal.api.openapi.LeftOut;
import io.tallygate.portal.api.openapi.Text;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// APIs of tenants as the control API has them.
final class ApiShapes {
    private ApiShapes() {}

    @About("An API that a tenant publishes, or will.")
    record Api(
            UUID id,
            @Text(pattern = Text.SLUG, example = "orders") String slug,
            @Text(example = "Orders") String name,
            @Text(example = "Read and place orders.") String description,

            @Text(example = "1.0.0") @About("As its document says.")
            String version,

            @Text(example = "3.1.0") @About("Of OpenAPI, as its document says.")
            String specification,

            @Text(oneOf = {"draft", "published"}) String status,
            @Text(example = "/orders") String basePath,

            @Text(example = "http://localhost:8000/acme/orders") @About("Where it is called.")
            String gatewayUrl,

            Instant createdAt,

            @Text(example = "http://localhost:8000/acme~test/orders")
            @About("Where it is called in test; null when it does not answer there.")
            @Nullable
            String testGatewayUrl,

            @LeftOut
            @Nullable
            @Text(example = "https://orders.example.com")
            @About("Where its calls go; only for who may change it.")
            String upstream,

            @LeftOut @About("Left out in lists.") List<ApiOperation> operations) {}

    @About("An operation of the API's document.")
    record ApiOperation(
            @Text(example = "listOrders") String id,
            @Text(example = "GET") String method,
            @Text(example = "/orders") String path,
            @Text(example = "Lists orders") String summary,
            @Text(example = "orders") List<String> tags) {}

    @ExactlyOne({"document", "documentUrl"})
    record NewApi(
            @Text(most = 200, example = "Orders") @About("The document's title when it is left out.") @Nullable
            String name,

            @Text(most = 63, pattern = Text.SLUG, example = "orders")
            @About("Made of the name when it is left out.")
            @Nullable
            String slug,

            @Text(most = 200, pattern = "^/[a-z0-9._~/-]*$", example = "/orders")
            @About("A slash and the slug when it is left out.")
            @Nullable
            String basePath,

            @Text(format = "uri", example = "https://orders.example.com")
            @About("The document's first absolute server when it is left out.")
            @Nullable
            String upstream,

            @LeftOut @Text(least = 1, example = NewApi.DOCUMENT) @About("OpenAPI 3.0 or 3.1, as JSON or YAML.")
            String document,

            @LeftOut
            @Text(least = 1, most = 2_000, format = "uri", example = NewApi.URL)
            @About("Where the document is, instead of the document: `http` or `https`, at most three redirects.")
            String documentUrl) {
        static final String URL = "https://orders.example.com/openapi.json";
        static final String DOCUMENT =
                "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Orders\",\"version\":\"1.0.0\"},\"paths\":{}}";
    }

    @ExactlyOne({"document", "documentUrl"})
    record NewApiVersion(
            @LeftOut @Text(least = 1, example = NewApi.DOCUMENT) @About("OpenAPI 3.0 or 3.1, as JSON or YAML.")
            String document,

            @LeftOut
            @Text(least = 1, most = 2_000, format = "uri", example = NewApi.URL)
            @About("Where the document is, instead of the document: `http` or `https`, at most three redirects.")
            String documentUrl,

            @About("Where it answers from now on; `live` when it is left out.") @Nullable
            Environment environment) {}

    @About("What is left out stays as it is.")
    record ApiChange(
            @Text(least = 1, most = 200, example = "Orders") @Nullable
            String name,

            @Text(most = 20_000, example = "Read and place orders.") @Nullable
            String description,

            @Text(format = "uri", example = "https://orders.example.com") @Nullable
            String upstream) {}
}
