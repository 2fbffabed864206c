package io.tallygate.portal.state.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.LeftOut;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.api.openapi.Whole;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The document of a tenant, and what an apply does, as the control API has them. The same document stands,
/// closer described, in `infra/contracts/state.schema.json`.
final class StateShapes {
    private static final String DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private StateShapes() {}

    record DumpQuestion(
            @Text(pattern = "^[^=]+=[^=]+$", example = "team=maps")
            @About("Only objects that carry all of these.")
            @Nullable
            List<String> label,

            @Text(oneOf = {"json", "yaml"}) @About("Goes before `Accept`.") @Nullable
            String format) {}

    record CompareQuestion(
            @Text(pattern = "^[^=]+=[^=]+$", example = "team=maps")
            @About("Only objects that carry all of these.")
            @Nullable
            List<String> label,

            @About("Also delete what the document's lists do not name.") @Nullable
            Boolean prune) {}

    record ApplyQuestion(
            @Text(pattern = "^[^=]+=[^=]+$", example = "team=maps")
            @About("Only objects that carry all of these.")
            @Nullable
            List<String> label,

            @About("Also delete what the document's lists do not name.") @Nullable
            Boolean prune,

            @About("Only say what would be done.") @Nullable Boolean dryRun) {}

    @About("Everything that a tenant owns. What a dump tells besides is passed over by an apply: keys, versions.")
    record StateDump(
            @Text(oneOf = "tallygate/1") String format,
            StateTenant tenant,

            @LeftOut @About("The dump holds only objects with these labels.")
            JsonObject selector,

            List<StatePerson> members,
            List<StateApi> apis,
            List<StateMeter> meters,
            List<StateProduct> products,
            List<StateConsumer> consumers,
            List<StateWebhook> webhooks) {}

    @About("The settings; a dump with labels tells the slug only.")
    record StateTenant(
            @Text(pattern = Text.SLUG, example = "acme") String slug,
            @LeftOut @Text(example = "Acme") String name,
            @LeftOut @Text(example = "Acme GmbH") String legalName,
            @LeftOut @Text(example = "Am Kanal 3") List<String> address,
            @LeftOut @Text(example = "DE") String country,
            @LeftOut @Text(example = "Europe/Berlin") String timeZone,
            @LeftOut @Text(example = "#0b7285") String accent,
            @LeftOut @Text(example = "Parcels, anywhere") String tagline,

            @LeftOut @Text(example = "EUR") @About("Told only.")
            String currency,

            @LeftOut @Text(example = "acme") @About("Told only.")
            String keyPrefix) {}

    record StatePerson(
            UUID id,
            @Text(example = "mia@acme.example") String email,
            @Text(example = "owner") String role,
            @About("Told only.") boolean signedIn) {}

    record StateTest(
            @Text(example = "https://orders-test.example.com")
            String upstream,

            @Text(pattern = "^[0-9a-f]{64}$", example = DIGEST) @About("Of the version's document.")
            String documentSha256) {}

    record StateApi(
            UUID id,
            @Text(pattern = Text.SLUG, example = "orders") String slug,
            @Text(example = "Orders") String name,
            @Text(example = "Read and place orders.") String description,
            @Text(example = "/orders") String basePath,

            @Text(example = "https://orders.example.com") @Nullable
            String upstream,

            @Text(oneOf = {"draft", "published"}) String status,

            @About("What answers in test; null: nothing does.") @Nullable
            StateTest test,

            @About("What gateways do with its calls, by environment, as in `Routing`; null: what is usual.") @Nullable
            JsonObject routing,

            @LeftOut JsonObject labels,
            @Text(example = "openapi: 3.1.0") String document) {}

    record StateProduct(
            UUID id,
            @Text(pattern = Text.SLUG, example = "parcels") String slug,
            @Text(example = "Parcels") String name,
            @Text(example = "All about parcels.") String description,
            @Text(example = "orders") @About("Slugs.") List<String> apis,
            @LeftOut JsonObject labels,
            List<StatePlan> plans) {}

    @About("A plan with the terms on sale.")
    record StatePlan(
            UUID id,
            @Text(pattern = Text.SLUG, example = "starter") String slug,
            @Text(example = "Starter") String name,
            @Text(example = "For the first calls.") String description,

            @About("Of one call, where that is all that is paid.") @Nullable
            StatePrice unitPrice,

            @About("Where more is said than a price of one call; as in `Terms`.") @Nullable
            JsonObject terms,

            @Nullable StateQuota quota,
            @Nullable StateRate rateLimit,

            @Whole(least = 1, most = Integer.MAX_VALUE) @About("Told only.")
            int version,

            @About("Told only.") long subscribers) {}

    record StatePrice(BigDecimal amount, Currency currency) {}

    record StateQuota(
            @Whole(least = 1, most = 1_000_000_000_000_000L) long calls,
            @Text(oneOf = "month") String period) {}

    record StateRate(
            @Whole(least = 1, most = 1_000_000_000) int calls,
            @Whole(least = 1, most = 86_400) int seconds) {}

    record StateConsumer(
            UUID id,
            @Text(example = "Kiosk24") String name,
            @Text(example = "Kiosk24 GmbH") String legalName,
            @Text(example = "Am Kanal 3") List<String> address,
            @Text(example = "DE") String country,
            @Text(example = "Europe/Berlin") String timeZone,
            @LeftOut JsonObject labels,
            List<StatePerson> team,
            List<StateApplication> applications) {}

    record StateApplication(
            UUID id,
            @Text(example = "Checkout") String name,
            @Text(example = "The shop's checkout.") String description,
            @LeftOut JsonObject labels,
            @About("Told only; a document makes no keys.") List<StateKey> keys,
            List<StateSubscription> subscriptions) {}

    record StateKey(
            @Text(example = "Key") String name,
            @Text(example = "live") String environment,

            @LeftOut @Text(oneOf = {"basic", "certificate", "jwt"}) @About("An API key when it is missing.")
            String kind,

            @LeftOut @Text(example = "k9Qz") String last4,
            @LeftOut @Text(example = "shop") String identity) {}

    record StateSubscription(
            UUID id,
            @Text(example = "parcels") String product,
            @Text(example = "starter") String plan,
            @Text(oneOf = {"live", "test"}) String environment,
            @About("Told only.") int version,
            @About("Told only.") Instant startsAt) {}

    @About("What is counted; one that is archived is not told of.")
    record StateMeter(
            UUID id,
            @Text(pattern = Text.SLUG, example = "tokens") String slug,
            @Text(example = "Tokens") String name,
            @Text(example = "events") String source,
            @Text(example = "com.acme.tokens") @Nullable String eventType,
            @Text(example = "sum") String aggregation,
            @Text(example = "/tokens") @Nullable String value,
            JsonObject dimensions,
            JsonObject filters,
            JsonObject weights,
            @Text(example = "token") String unit) {}

    @About("Who is told of changes; its secret is in no document.")
    record StateWebhook(
            UUID id,

            @Text(example = "https://hooks.example.com/tallygate")
            String url,

            @Text(example = "Billing system") String description,

            @Text(example = "api.published") @About("Empty: everything.")
            List<String> eventTypes,

            boolean enabled,

            @Text(oneOf = {"gone", "failing"}) @About("Told only: why the portal disabled it.") @Nullable
            String disabledBecause) {}

    @About("What the tenant shall be. A member that is left out stays as it is; an object that is not named stays too.")
    record StateWish(
            @Text(oneOf = "tallygate/1") String format,
            @Nullable WishedTenant tenant,

            @About("Only objects that carry all of these labels.") @Nullable
            JsonObject selector,

            @Nullable List<WishedPerson> members,
            @Nullable List<WishedApi> apis,
            @Nullable List<WishedMeter> meters,
            @Nullable List<WishedProduct> products,
            @Nullable List<WishedConsumer> consumers,
            @Nullable List<WishedWebhook> webhooks) {}

    record WishedTenant(
            @Text(pattern = Text.SLUG, example = "acme")
            @About("Must be the tenant's own, so that no document is applied to a wrong one.")
            @Nullable
            String slug,

            @Text(most = 200, example = "Acme") @Nullable String name,

            @Text(most = 300, example = "Acme GmbH") @Nullable
            String legalName,

            @Text(example = "Am Kanal 3") @Nullable List<String> address,
            @Text(example = "DE") @Nullable String country,
            @Text(example = "Europe/Berlin") @Nullable String timeZone,
            @Text(example = "#0b7285") @Nullable String accent,

            @Text(most = 300, example = "Parcels, anywhere") @Nullable
            String tagline,

            @About("Passed over.") @Nullable String currency,
            @About("Passed over.") @Nullable String keyPrefix) {}

    record WishedPerson(
            @Nullable UUID id,
            @Text(example = "mia@acme.example") String email,
            @Text(example = "owner") String role,
            @About("Passed over.") @Nullable Boolean signedIn) {}

    record WishedTest(
            @Text(example = "https://orders-test.example.com") @Nullable
            String upstream,

            @Text(pattern = "^[0-9a-f]{64}$", example = DIGEST)
            @About("Of a document that the API has or had, or of the one that stands here.")
            @Nullable
            String documentSha256) {}

    record WishedApi(
            @Nullable UUID id,

            @Text(pattern = Text.SLUG, most = 63, example = "orders")
            String slug,

            @Text(most = 200, example = "Orders") @Nullable String name,

            @Text(most = 20_000, example = "Read and place orders.") @Nullable
            String description,

            @Text(most = 200, example = "/orders") @Nullable String basePath,

            @Text(example = "https://orders.example.com") @Nullable
            String upstream,

            @Text(oneOf = {"draft", "published"}) @Nullable String status,

            @About("What answers in test; null takes it away.") @Nullable
            WishedTest test,

            @About("What gateways do with its calls: `live` and `test`, each as in `NewRouting`. Null: what is usual.")
            @Nullable
            JsonObject routing,

            @Nullable JsonObject labels,

            @Text(example = "openapi: 3.1.0") @About("The text of an OpenAPI document; a new API needs one.") @Nullable
            String document) {}

    record WishedProduct(
            @Nullable UUID id,

            @Text(pattern = Text.SLUG, most = 63, example = "parcels")
            String slug,

            @Text(most = 200, example = "Parcels") @Nullable String name,

            @Text(most = 4_000, example = "All about parcels.") @Nullable
            String description,

            @Text(example = "orders") @About("Slugs.") @Nullable
            List<String> apis,

            @Nullable JsonObject labels,
            @Nullable List<WishedPlan> plans) {}

    record WishedPlan(
            @Nullable UUID id,

            @Text(pattern = Text.SLUG, most = 63, example = "starter")
            String slug,

            @Text(most = 200, example = "Starter") @Nullable String name,

            @Text(most = 4_000, example = "For the first calls.") @Nullable
            String description,

            @About("Other terms become a new version on sale.") @Nullable
            WishedPrice unitPrice,

            @About("Instead of it, where more is said; as in `Terms`.") @Nullable
            JsonObject terms,

            @Nullable WishedQuota quota,
            @Nullable WishedRate rateLimit,
            @About("Passed over.") @Nullable Integer version,
            @About("Passed over.") @Nullable Long subscribers) {}

    record WishedPrice(BigDecimal amount, Currency currency) {}

    record WishedQuota(
            @Whole(least = 1, most = 1_000_000_000_000_000L) long calls,
            @Text(oneOf = "month") @Nullable String period) {}

    record WishedRate(
            @Whole(least = 1, most = 1_000_000_000) int calls,
            @Whole(least = 1, most = 86_400) int seconds) {}

    record WishedConsumer(
            @Nullable UUID id,
            @Text(most = 200, example = "Kiosk24") String name,

            @Text(most = 300, example = "Kiosk24 GmbH") @Nullable
            String legalName,

            @Text(example = "Am Kanal 3") @Nullable List<String> address,
            @Text(example = "DE") @Nullable String country,
            @Text(example = "Europe/Berlin") @Nullable String timeZone,
            @Nullable JsonObject labels,
            @Nullable List<WishedPerson> team,
            @Nullable List<WishedApplication> applications) {}

    record WishedApplication(
            @Nullable UUID id,
            @Text(most = 200, example = "Checkout") String name,

            @Text(most = 4_000, example = "The shop's checkout.") @Nullable
            String description,

            @Nullable JsonObject labels,
            @About("Passed over.") @Nullable List<JsonObject> keys,
            @Nullable List<WishedSubscription> subscriptions) {}

    record WishedSubscription(
            @Nullable UUID id,
            @Text(example = "parcels") String product,
            @Text(example = "starter") String plan,

            @Text(oneOf = {"live", "test"}) @About("Live when it is left out.") @Nullable
            String environment,

            @About("Passed over.") @Nullable Integer version,
            @About("Passed over.") @Nullable Instant startsAt) {}

    record WishedMeter(
            @Nullable UUID id,
            @Text(pattern = Text.SLUG, example = "tokens") String slug,
            @Text(example = "Tokens") @Nullable String name,
            @Text(example = "events") @Nullable String source,
            @Text(example = "com.acme.tokens") @Nullable String eventType,
            @Text(example = "sum") @Nullable String aggregation,
            @Text(example = "/tokens") @Nullable String value,
            @Nullable JsonObject dimensions,
            @Nullable JsonObject filters,
            @Nullable JsonObject weights,
            @Text(example = "token") @Nullable String unit) {}

    record WishedWebhook(
            @Nullable UUID id,

            @Text(least = 1, most = 2000, format = "uri", example = "https://hooks.example.com/tallygate")
            @About("Private and other special addresses are refused.")
            String url,

            @Text(most = 300, example = "Billing system") @Nullable
            String description,

            @Text(example = "api.published") @About("Empty: everything.") @Nullable
            List<String> eventTypes,

            @About("True for a new one, when it is left out.") @Nullable
            Boolean enabled,

            @About("Passed over.") @Nullable String disabledBecause) {}

    @About("What differs, and what applying it does.")
    record StateComparison(
            boolean applied, long create, long update, long rename, long delete, List<StateChange> changes) {}

    record StateChange(
            @Text(oneOf = {"create", "update", "rename", "delete"})
            String action,

            @Text(
                    oneOf = {
                        "settings",
                        "member",
                        "api",
                        "meter",
                        "product",
                        "plan",
                        "consumer",
                        "team-member",
                        "application",
                        "subscription",
                        "webhook"
                    })
            String kind,

            @About("Null when it is to be made.") @Nullable UUID id,
            @Text(example = "orders") String name,

            @Text(example = "/apis/0") @About("Where the document wants it; null for a deletion.") @Nullable
            String pointer,

            @Text(example = "Gateways serve it.") @About("What its members do not say.") @Nullable
            String effect,

            List<StateMember> members) {}

    record StateMember(
            @Text(example = "/name") String pointer,
            @About("Null: there was none.") JsonValue before,
            @About("Null: there will be none.") JsonValue after) {}
}
