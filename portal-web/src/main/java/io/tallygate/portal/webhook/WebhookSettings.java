package io.tallygate.portal.webhook;

import java.util.List;

/// All that people say of a webhook, checked.
/// @param eventTypes  in their order; empty: all
public record WebhookSettings(String url, String description, List<String> eventTypes, boolean enabled) {
    public WebhookSettings {
        eventTypes = List.copyOf(eventTypes);
    }

    public static WebhookSettings of(Webhook webhook) {
        return new WebhookSettings(webhook.url(), webhook.description(), webhook.eventTypes(), webhook.enabled());
    }
}
