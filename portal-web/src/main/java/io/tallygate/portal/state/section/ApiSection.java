package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.publishing.ApiState;
import io.tallygate.portal.publishing.ApiStates;
import io.tallygate.portal.publishing.ApiWish;
import io.tallygate.portal.routing.Routing;
import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.state.Effect;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Kind;
import io.tallygate.portal.state.Leaving;
import io.tallygate.portal.state.References;
import io.tallygate.portal.state.Section;
import io.tallygate.portal.state.Step;
import io.tallygate.portal.state.Wanted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// APIs with the text of their current document. Texts are compared by their hash.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class ApiSection implements Section<ApiSection.Checked> {
    @Inject
    private ApiStates apis;

    @Inject
    private ApiRoutings routings;

    /// @param documentSha256  of the document that it will have
    public record Checked(ApiStates.Checked api, String documentSha256, ApiRoutings.Checked routing) {}

    @Override
    public Kind kind() {
        return Kind.API;
    }

    @Override
    public Set<String> settable() {
        return Set.of("slug", "name", "description", "basePath", "upstream", "status", "document", "test", "routing");
    }

    @Override
    public Set<String> unique() {
        return Set.of("slug", "basePath");
    }

    @Override
    public List<Found> found(TenantId tenant) {
        Map<UUID, Map<Environment, Routing>> routing = routings.all(tenant);
        return apis.all(tenant).stream()
                .map(api -> Found.of(
                        Kind.API,
                        api.id(),
                        null,
                        api.slug(),
                        members(
                                api.slug(),
                                api.name(),
                                api.description(),
                                api.basePath(),
                                api.upstream(),
                                api.published(),
                                api.documentSha256(),
                                api.testUpstream() == null || api.testDocumentSha256() == null
                                        ? null
                                        : new ApiStates.Test(api.testUpstream(), api.testDocumentSha256()),
                                ApiRoutings.json(routing.getOrDefault(api.id(), Map.of()), Set.of()))))
                .toList();
    }

    @Override
    public Map<UUID, Map<String, String>> texts(TenantId tenant, List<Found> objects) {
        Map<UUID, Map<String, String>> texts = new HashMap<>();
        apis.documents(tenant, objects.stream().map(Found::id).toList())
                .forEach((id, text) -> texts.put(id, Map.of("document", text)));
        return texts;
    }

    @Override
    public Checked check(Access by, Wanted wanted, References references, InputCheck check) {
        Found before = wanted.match();
        String document = wanted.members().optionalText("document");
        ApiWish wish = new ApiWish(
                wanted.key(),
                wanted.members().optionalText("name"),
                wanted.members().optionalText("description"),
                wanted.members().optionalText("basePath"),
                Given.isNull(wanted, "upstream") ? "" : wanted.members().optionalText("upstream"),
                published(wanted),
                document,
                test(wanted));
        ApiStates.Checked checked = apis.check(wish, before == null ? null : state(before), check, wanted.pointer());
        String sha256 = before != null && checked.text() == null
                ? before.members().getJsonObject("document").getString("sha256")
                : Secret.sha256(document == null ? "" : document);
        return new Checked(
                checked,
                sha256,
                routings.check(by.tenant(), wanted, before == null ? null : before.id(), checked, check));
    }

    private static ApiWish.@Nullable TestWish test(Wanted wanted) {
        if (Given.isNull(wanted, "test")) {
            return new ApiWish.TestWish(false, null, null);
        }
        Members test = wanted.members().optionalObject("test");
        return test == null
                ? null
                : new ApiWish.TestWish(true, test.optionalText("upstream"), test.optionalText("documentSha256"));
    }

    private static @Nullable Boolean published(Wanted wanted) {
        String status = wanted.members().optionalText("status");
        return switch (status) {
            case null -> null;
            case "published" -> true;
            case "draft" -> false;
            default -> {
                wanted.members().refuse("status", because("draft or published."));
                yield null;
            }
        };
    }

    private static ApiState state(Found found) {
        JsonObject members = found.members();
        return new ApiState(
                found.id(),
                found.key(),
                members.getString("name"),
                members.getString("description"),
                members.getString("basePath"),
                members.isNull("upstream") ? null : members.getString("upstream"),
                members.getString("status").equals("published"),
                members.getJsonObject("document").getString("sha256"),
                members.isNull("test") ? null : members.getJsonObject("test").getString("upstream"),
                members.isNull("test") ? null : members.getJsonObject("test").getString("documentSha256"));
    }

    @Override
    public JsonObject after(Checked checked) {
        ApiStates.Checked api = checked.api();
        return members(
                api.slug(),
                api.name(),
                api.description(),
                api.basePath(),
                api.upstream(),
                api.published(),
                checked.documentSha256(),
                api.test(),
                ApiRoutings.json(checked.routing().after(), checked.routing().replaced()));
    }

    private static JsonObject members(
            String slug,
            String name,
            String description,
            String basePath,
            @Nullable String upstream,
            boolean published,
            String documentSha256,
            ApiStates.@Nullable Test test,
            JsonValue routing) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("slug", slug)
                .add("name", name)
                .add("description", description)
                .add("basePath", basePath)
                .add("upstream", upstream == null ? JsonValue.NULL : Json.createValue(upstream))
                .add("status", published ? "published" : "draft")
                .add(
                        "test",
                        test == null
                                ? JsonValue.NULL
                                : Json.createObjectBuilder()
                                        .add("upstream", test.upstream())
                                        .add("documentSha256", test.documentSha256())
                                        .build())
                .add("routing", routing);
        return json.add("document", Json.createObjectBuilder().add("sha256", documentSha256))
                .build();
    }

    @Override
    public @Nullable Effect effect(@Nullable Found before, Checked checked) {
        boolean was = before != null && before.members().getString("status").equals("published");
        if (was != checked.api().published()) {
            return Effect.of(was ? Effect.Name.API_NO_LONGER_SERVED : Effect.Name.API_SERVED);
        }
        return before != null && checked.api().document() != null ? Effect.of(Effect.Name.API_NEW_DOCUMENT) : null;
    }

    @Override
    public void create(Access by, List<Step<Checked>> steps) {
        List<UUID> made = apis.create(
                by.tenant(), steps.stream().map(step -> step.checked().api()).toList());
        for (int index = 0; index < made.size(); index++) {
            steps.get(index).wanted().made(made.get(index));
            routings.put(
                    by.tenant(),
                    made.get(index),
                    steps.get(index).checked().routing().after());
        }
    }

    @Override
    public void change(Access by, Step<Checked> step) {
        apis.change(by.tenant(), step.wanted().id(), step.checked().api());
        routings.put(by.tenant(), step.wanted().id(), step.checked().routing().after());
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return leaving.kept().stream()
                .filter(kept -> kept.kind() == Kind.PRODUCT)
                .filter(kept -> Given.texts(kept.members().getJsonArray("apis")).contains(object.key()))
                .findFirst()
                .map(product -> because("the product {0} sells it.", product.key()))
                .orElse(null);
    }

    @Override
    public Effect effectOfDeleting(Found object) {
        return Effect.of(Effect.Name.API_DELETED);
    }

    @Override
    public void delete(Access by, Found object) {
        apis.delete(by.tenant(), object.id());
    }
}
