package io.tallygate.portal.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody wants a webhook to be, or to become; null members stay as they are, or are as usual.
/// @param eventTypes  empty: all
public record NewWebhook(
        @Nullable String url,
        @Nullable String description,
        @Nullable List<String> eventTypes,
        @Nullable Boolean enabled) {
    public NewWebhook {
        eventTypes = eventTypes == null ? null : List.copyOf(eventTypes);
    }
}
