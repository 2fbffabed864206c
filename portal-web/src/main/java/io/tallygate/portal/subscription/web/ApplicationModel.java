package io.tallygate.portal.subscription.web;

import io.tallygate.billing.subscription.SubscriptionFilter;
import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.application.Application;
import io.tallygate.portal.application.Credential;
import io.tallygate.portal.application.CredentialKind;
import io.tallygate.portal.application.Credentials;
import io.tallygate.portal.application.web.ApplicationJson;
import io.tallygate.portal.catalogue.web.ExampleCall;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.publishing.Deployments;
import io.tallygate.portal.publishing.Publishing;
import io.tallygate.portal.subscription.Subscribing;
import io.tallygate.portal.subscription.SubscriptionView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mvc.Models;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gathers what an application's page shows: its plans, its keys, and a call to try.
@ApplicationScoped
public class ApplicationModel {
    private static final int MOST = 200;

    private final Subscribing subscribing;
    private final Credentials credentials;
    private final Products products;
    private final Publishing publishing;
    private final Deployments deployments;
    private final ExampleCall examples;
    private final Clock clock;
    private final Frame frame;

    @SuppressWarnings("NullAway") // for the proxy only
    protected ApplicationModel() {
        this(null, null, null, null, null, null, null, null);
    }

    @Inject
    public ApplicationModel(
            Subscribing subscribing,
            Credentials credentials,
            Products products,
            Publishing publishing,
            Deployments deployments,
            ExampleCall examples,
            Clock clock,
            Frame frame) {
        this.subscribing = subscribing;
        this.credentials = credentials;
        this.products = products;
        this.publishing = publishing;
        this.deployments = deployments;
        this.examples = examples;
        this.clock = clock;
        this.frame = frame;
    }

    /// @param form    of a new key
    /// @param issued  a key's text, to be shown this once; null at all other times
    void show(Models models, Visit visit, Application application, Form form, @Nullable String issued) {
        List<SubscriptionView> subscriptions =
                subscribing.list(visit.id(), SubscriptionFilter.ofApplication(application.id()), null, MOST);
        boolean seesKeys = visit.may(Permission.SEE_CREDENTIALS, application.consumerId());
        List<KeyRow> keys = (seesKeys ? credentials.list(visit.id(), application, null, MOST) : List.<Credential>of())
                .stream()
                        .map(credential -> KeyRow.of(credential, clock.instant()))
                        .toList()
                        .reversed();
        boolean subscribed = subscriptions.stream().anyMatch(SubscriptionView::active);
        boolean isPassword = issued != null && issued.contains(":");
        boolean isStaff = visit.access().may(Permission.MANAGE_CREDENTIALS);
        models.put("app", application);
        models.put("subscriptions", subscriptions.reversed());
        models.put("keys", keys);
        models.put("seesKeys", seesKeys);
        models.put("ready", !seesKeys || subscribed && keys.stream().anyMatch(KeyRow::active));
        models.put("mayManage", visit.may(Permission.MANAGE_CREDENTIALS, application.consumerId()));
        models.put("mayDelete", visit.may(Permission.MANAGE_APPLICATIONS, application.consumerId()));
        models.put("tag", ApplicationJson.tag(application));
        models.put("form", form);
        models.put("environments", EnvironmentChoice.all(frame.messages()));
        models.put("issued", issued);
        models.put(
                "example",
                example(visit, subscriptions, isPassword ? null : issued).orElse(null));
        models.put("isPassword", isPassword);
        models.put("kinds", kinds(isStaff));
        models.put("isStaff", isStaff);
    }

    /// A kind of credential to choose from.
    public record Option(String value, String label) {}

    /// Those without a secret of ours are for staff.
    private List<Option> kinds(boolean staff) {
        return Stream.of(CredentialKind.values())
                .filter(kind -> staff || kind.hasSecret())
                .map(kind ->
                        new Option(kind.wireName(), frame.messages().text("application.key.kind." + kind.wireName())))
                .toList();
    }

    /// A call that one of the running subscriptions allows, in the environment of the key that was just issued.
    private Optional<String> example(Visit visit, List<SubscriptionView> subscriptions, @Nullable String key) {
        Environment environment = key != null && key.contains("_test_") ? Environment.TEST : Environment.LIVE;
        List<UUID> apis = subscriptions.stream()
                .filter(SubscriptionView::active)
                .filter(subscription -> subscription.environment() == environment)
                .flatMap(subscription -> products.find(visit.id(), subscription.product()).stream())
                .flatMap(product -> product.apis().stream())
                .toList();
        Set<UUID> answering = environment == Environment.TEST ? deployments.inTest(visit.id(), apis) : Set.of();
        return apis.stream()
                .flatMap(api -> publishing.find(visit.id(), api).stream())
                .filter(view -> environment == Environment.TEST
                        ? answering.contains(view.api().id())
                        : view.api().isPublished())
                .flatMap(view -> examples.of(visit.slug(), environment, view, key).stream())
                .findFirst();
    }
}
