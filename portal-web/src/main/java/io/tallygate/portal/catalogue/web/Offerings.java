package io.tallygate.portal.catalogue.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.plan.ProductView;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.publishing.ApiView;
import io.tallygate.portal.publishing.Publishing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What is on offer at a tenant, as cards show it.
@ApplicationScoped
public class Offerings {
    private static final int MOST = 200;
    private static final int LONGEST_SUMMARY = 180;

    private final Publishing publishing;
    private final Products products;

    @SuppressWarnings("NullAway") // for the proxy only
    protected Offerings() {
        this(null, null);
    }

    @Inject
    public Offerings(Publishing publishing, Products products) {
        this.publishing = publishing;
        this.products = products;
    }

    /// @param summary  the description's first sentences, plain
    public record ApiCard(String slug, String name, String version, String summary, int operationCount) {
        static ApiCard of(ApiView view) {
            return new ApiCard(
                    view.api().slug(),
                    view.api().name(),
                    view.version(),
                    shortened(view.api().description()),
                    view.operations().size());
        }
    }

    /// @param offers  what can be bought of it now
    public record ProductCard(UUID id, String slug, String name, String description, List<PlanView> offers) {}

    /// Published ones, oldest first.
    public List<ApiCard> apis(TenantId tenant) {
        return publishing.list(tenant, true, null, MOST).stream()
                .flatMap(found -> publishing.find(tenant, found.api().id()).stream())
                .map(ApiCard::of)
                .toList();
    }

    /// The published ones among these, in their order.
    public List<ApiCard> apis(TenantId tenant, List<UUID> ids) {
        return ids.stream()
                .flatMap(id -> publishing.find(tenant, id).stream())
                .filter(found -> found.api().isPublished())
                .map(ApiCard::of)
                .toList();
    }

    /// Oldest first; those without a published API are not shown.
    public List<ProductCard> products(TenantId tenant) {
        return products.list(tenant, null, MOST).stream()
                .filter(product -> !apis(tenant, product.apis()).isEmpty())
                .map(product -> card(tenant, product))
                .toList();
    }

    /// As [#products], those with a plan that this consumer can buy, on the terms that are its own where it has some.
    public List<ProductCard> onSale(TenantId tenant, UUID consumer) {
        return products(tenant).stream()
                .map(product -> new ProductCard(
                        product.id(),
                        product.slug(),
                        product.name(),
                        product.description(),
                        products.offers(tenant, product.id(), consumer)))
                .filter(product -> !product.offers().isEmpty())
                .toList();
    }

    public ProductCard card(TenantId tenant, ProductView product) {
        return new ProductCard(
                product.id(),
                product.slug(),
                product.name(),
                product.description(),
                products.offers(tenant, product.id()));
    }

    /// @param name  its slug, or its id where a page knows no slug
    public Optional<ProductView> product(TenantId tenant, String name) {
        return name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? products.find(tenant, UUID.fromString(name))
                : products.bySlug(tenant, name);
    }

    /// Every product that sells this API and can be bought now.
    public List<ProductView> selling(TenantId tenant, UUID api) {
        return products.selling(tenant, api);
    }

    private static String shortened(String markdown) {
        String plain = markdown.replaceAll("!?\\[([^\\]]*)]\\([^)]*\\)", "$1")
                .replaceAll("(?m)^\\s{0,3}#{1,6}\\s+.*$", "")
                .replaceAll("(\\*\\*|__|`)", "")
                .replaceAll("\\s+", " ")
                .strip();
        if (plain.length() <= LONGEST_SUMMARY) {
            return plain;
        }
        int word = plain.lastIndexOf(' ', LONGEST_SUMMARY);
        return plain.substring(0, word < 0 ? LONGEST_SUMMARY : word) + "…";
    }
}
