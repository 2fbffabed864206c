package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.plan.NewProduct;
import io.tallygate.portal.plan.ProductChange;
import io.tallygate.portal.plan.ProductStates;
import io.tallygate.portal.plan.ProductView;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.publishing.ApiState;
import io.tallygate.portal.publishing.ApiStates;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Kind;
import io.tallygate.portal.state.Leaving;
import io.tallygate.portal.state.Reference;
import io.tallygate.portal.state.References;
import io.tallygate.portal.state.Section;
import io.tallygate.portal.state.Step;
import io.tallygate.portal.state.Wanted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Products, which name their APIs by slug.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ProductSection implements Section<ProductSection.Checked> {
    @Inject
    private Products products;

    @Inject
    private ProductStates states;

    @Inject
    private ApiStates apis;

    /// @param apis  null: as they are
    public record Checked(String slug, String name, String description, List<Reference> apis) {}

    @Override
    public Kind kind() {
        return Kind.PRODUCT;
    }

    @Override
    public Set<String> settable() {
        return Set.of("slug", "name", "description", "apis");
    }

    @Override
    public Set<String> unique() {
        return Set.of("slug");
    }

    @Override
    public List<Found> found(TenantId tenant) {
        Map<UUID, String> slugs = apis.all(tenant).stream().collect(Collectors.toMap(ApiState::id, ApiState::slug));
        ProductStates.All all = states.all(tenant);
        return all.products().stream()
                .map(product ->
                        found(product, slugs).lasting(all.everSubscribed().contains(product.id())))
                .toList();
    }

    /// An API that is gone is not named.
    private static Found found(ProductView product, Map<UUID, String> slugs) {
        List<String> names = product.apis().stream()
                .filter(slugs::containsKey)
                .map(slugs::get)
                .toList();
        return Found.of(
                Kind.PRODUCT,
                product.id(),
                null,
                product.slug(),
                members(product.slug(), product.name(), product.description(), names));
    }

    @Override
    public Checked check(Access by, Wanted wanted, References references, InputCheck check) {
        Found before = wanted.match();
        Named named = Named.of(wanted, check);
        return new Checked(named.slug(), named.name(), named.description(), sold(wanted, before, references, check));
    }

    private static List<Reference> sold(
            Wanted wanted, @Nullable Found before, References references, InputCheck check) {
        List<String> given = Given.texts(wanted, "apis");
        List<String> names = given != null
                ? given
                : before == null ? List.of() : Given.texts(before.members().getJsonArray("apis"));
        List<Reference> sold = new ArrayList<>();
        for (int index = 0; index < names.size(); index++) {
            Reference api = references.find(Kind.API, names.get(index));
            if (api != null) {
                sold.add(api);
            } else if (given != null) {
                check.refuse(
                        wanted.pointer() + "/apis/" + index,
                        because("There is no API with this slug, neither in the document nor at the tenant."));
            }
        }
        if (names.isEmpty() || (given != null && names.size() > 1000)) {
            check.refuse(wanted.pointer() + "/apis", because("A product sells 1 to 1,000 APIs."));
        }
        return sold;
    }

    @Override
    public JsonObject after(Checked checked) {
        return members(
                checked.slug(),
                checked.name(),
                checked.description(),
                checked.apis().stream().map(Reference::keyNow).distinct().toList());
    }

    private static JsonObject members(String slug, String name, String description, List<String> apis) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        apis.forEach(list::add);
        return Json.createObjectBuilder()
                .add("slug", slug)
                .add("name", name)
                .add("description", description)
                .add("apis", list)
                .build();
    }

    @Override
    public void create(Access by, List<Step<Checked>> steps) {
        for (Step<Checked> step : steps) {
            Checked wish = step.checked();
            step.wanted()
                    .made(products.create(
                                    by.tenant(),
                                    new NewProduct(wish.name(), wish.slug(), wish.description(), ids(wish)))
                            .id());
        }
    }

    @Override
    public void change(Access by, Step<Checked> step) {
        Checked wish = step.checked();
        UUID id = step.wanted().id();
        states.rename(by.tenant(), id, wish.slug());
        products.change(by.tenant(), id, new ProductChange(wish.name(), wish.description(), ids(wish)));
    }

    private static List<UUID> ids(Checked wish) {
        return wish.apis().stream().map(Reference::id).distinct().toList();
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return object.lasting()
                ? because("it was subscribed to, and invoices tell of it. Keep it without plans to end its sale.")
                : null;
    }

    @Override
    public void delete(Access by, Found object) {
        products.delete(by.tenant(), products.hold(object.id()).orElseThrow());
    }
}
