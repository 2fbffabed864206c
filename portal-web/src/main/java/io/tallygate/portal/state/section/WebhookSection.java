package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.state.Effect;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Kind;
import io.tallygate.portal.state.Leaving;
import io.tallygate.portal.state.References;
import io.tallygate.portal.state.Section;
import io.tallygate.portal.state.Step;
import io.tallygate.portal.state.Wanted;
import io.tallygate.portal.webhook.NewWebhook;
import io.tallygate.portal.webhook.Webhook;
import io.tallygate.portal.webhook.WebhookSettings;
import io.tallygate.portal.webhook.Webhooks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is told of changes. Addresses need not differ, so ids tell webhooks apart; no document holds a secret, and one
/// that a document makes gets its own.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class WebhookSection implements Section<WebhookSettings> {
    private static final Reason NEEDS_SCOPE = because("To change webhooks a token needs the scope webhooks:write.");

    @Inject
    private Webhooks webhooks;

    @Override
    public Kind kind() {
        return Kind.WEBHOOK;
    }

    @Override
    public String key(Members given) {
        return webhooks.spelled(given.text("url").strip());
    }

    @Override
    public Set<String> settable() {
        return Set.of("url", "description", "eventTypes", "enabled");
    }

    @Override
    public Set<String> readOnly() {
        return Set.of("disabledBecause");
    }

    @Override
    public Set<String> unique() {
        return Set.of();
    }

    @Override
    public List<Found> found(TenantId tenant) {
        return webhooks.list(tenant, null, Integer.MAX_VALUE).stream()
                .map(webhook -> Found.of(
                                Kind.WEBHOOK, webhook.id(), null, webhook.url(), members(WebhookSettings.of(webhook)))
                        .with(told(webhook)))
                .toList();
    }

    private static JsonObject told(Webhook webhook) {
        JsonObjectBuilder told = Json.createObjectBuilder();
        String because = webhook.disabledBecause();
        return (because == null ? told.addNull("disabledBecause") : told.add("disabledBecause", because)).build();
    }

    @Override
    public WebhookSettings check(Access by, Wanted wanted, References references, InputCheck check) {
        Found match = wanted.match();
        WebhookSettings had = match == null ? null : settings(match.members());
        InputCheck own = new InputCheck();
        WebhookSettings checked = webhooks.check(
                own,
                had,
                new NewWebhook(
                        wanted.key(),
                        wanted.members().optionalText("description"),
                        Given.texts(wanted, "eventTypes"),
                        wanted.members().optionalFlag("enabled")));
        own.into(check, wanted.pointer());
        if (!checked.equals(had) && !by.may(Permission.MANAGE_WEBHOOKS)) {
            check.refuse(wanted.pointer(), NEEDS_SCOPE);
        }
        return checked;
    }

    private static WebhookSettings settings(JsonObject members) {
        return new WebhookSettings(
                members.getString("url"),
                members.getString("description"),
                Given.texts(members.getJsonArray("eventTypes")),
                members.getBoolean("enabled"));
    }

    @Override
    public JsonObject after(WebhookSettings checked) {
        return members(checked);
    }

    private static JsonObject members(WebhookSettings settings) {
        return Json.createObjectBuilder()
                .add("url", settings.url())
                .add("description", settings.description())
                .add("eventTypes", Json.createArrayBuilder(settings.eventTypes()))
                .add("enabled", settings.enabled())
                .build();
    }

    @Override
    public @Nullable Effect effect(@Nullable Found before, WebhookSettings checked) {
        if (before == null) {
            return Effect.of(Effect.Name.WEBHOOK_MADE);
        }
        return before.members().getBoolean("enabled") && !checked.enabled()
                ? Effect.of(Effect.Name.WEBHOOK_DISABLED)
                : null;
    }

    /// The secret of a new one is told to nobody.
    @Override
    public void create(Access by, List<Step<WebhookSettings>> steps) {
        for (Step<WebhookSettings> step : steps) {
            step.wanted()
                    .made(webhooks.make(by.tenant(), step.checked()).webhook().id());
        }
    }

    @Override
    public void change(Access by, Step<WebhookSettings> step) {
        webhooks.become(by.tenant(), webhooks.hold(step.wanted().id()).orElseThrow(), step.checked());
    }

    @Override
    public @Nullable Reason whyItStays(Access by, Found object, Leaving leaving) {
        return by.may(Permission.MANAGE_WEBHOOKS) ? null : NEEDS_SCOPE;
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return null;
    }

    @Override
    public Effect effectOfDeleting(Found object) {
        return Effect.of(Effect.Name.WEBHOOK_DELETED);
    }

    @Override
    public void delete(Access by, Found object) {
        webhooks.delete(webhooks.hold(object.id()).orElseThrow());
    }
}
