package io.tallygate.portal.webhook.web;

import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Messages;
import io.tallygate.portal.webhook.EventType;
import io.tallygate.portal.webhook.NewWebhook;
import io.tallygate.portal.webhook.Webhook;
import java.util.List;
import java.util.stream.Stream;

/// What pages about webhooks have in common: the form, and the types a person chooses from.
final class WebhookForms {
    static final String ADDRESS = "url";
    static final String TYPE = "eventTypes";
    private static final String ENABLED = "enabled";
    private static final String DESCRIPTION = "description";

    private WebhookForms() {}

    /// @param text  what it tells of
    public record TypeChoice(String type, String text) {}

    static List<TypeChoice> types(Messages messages) {
        return Stream.of(EventType.values())
                .map(EventType::wireName)
                .map(type -> new TypeChoice(type, messages.text("webhook.type." + type)))
                .toList();
    }

    static Form filled(Form form, Webhook webhook) {
        return form.with(ADDRESS, webhook.url())
                .with(DESCRIPTION, webhook.description())
                .with(TYPE, webhook.eventTypes())
                .with(ENABLED, webhook.enabled() ? "true" : "")
                .forVersion(WebhookJson.tag(webhook));
    }

    /// No type chosen means all of them, as the page says.
    static NewWebhook wanted(Form form) {
        return new NewWebhook(form.value(ADDRESS), form.value(DESCRIPTION), form.all(TYPE), form.has(ENABLED, "true"));
    }
}
