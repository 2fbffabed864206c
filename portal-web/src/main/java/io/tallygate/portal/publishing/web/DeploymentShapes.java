package io.tallygate.portal.publishing.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Text;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What answers where, as the control API has it: [DeploymentJson] writes it.
final class DeploymentShapes {
    private DeploymentShapes() {}

    @About("A version of an API that answers in an environment.")
    record Deployment(
            Environment environment,
            UUID versionId,

            @Text(example = "1.0.0") @About("As its document says.")
            String version,

            @Text(example = "https://orders.example.com") @About("Where its calls go.")
            String upstream,

            @Text(example = "http://localhost:8000/acme~test/orders") @About("Where it is called.")
            String gatewayUrl,

            Instant since) {}

    @About("What is left out stays as it is where something answers already.")
    record NewDeployment(
            @About("The API's current version where nothing answers yet.") @Nullable
            UUID version,

            @Text(format = "uri", example = "https://orders.example.com")
            @About("The live upstream where nothing answers yet.")
            @Nullable
            String upstream) {}

    @About("A document that was imported.")
    record ApiVersion(
            UUID id,

            @Text(example = "1.0.0") @About("As its document says.")
            String version,

            @Text(example = "3.1.0") @About("Of OpenAPI, as its document says.")
            String specification,

            @Text(format = "uri", example = "https://orders.example.com/openapi.json")
            @About("Where it was fetched from, without its query; null when it was sent.")
            @Nullable
            String documentUrl,

            Instant createdAt) {}

    @About("What becomes of an environment when another one's version is taken over there.")
    record Promotion(
            Environment from,
            Environment to,

            @About("What answers there now; null when nothing does.") @Nullable
            Deployment before,

            @About("What will.") Deployment after,
            @About("Empty when all is there already.") List<PromotionChange> changes) {}

    @About("One thing that will be otherwise.")
    record PromotionChange(
            io.tallygate.portal.publishing.Promotion.What what,

            @Text(example = "GET /orders") @About("Null: it is new.") @Nullable
            String before,

            @Text(example = "GET /orders") @About("Null: it will be gone.") @Nullable
            String after) {}

    record Promoting(Environment from, Environment to) {}

    record PromotionWays(
            @About("Where it is.") Environment from,
            @About("Where it is to go.") Environment to) {}
}
