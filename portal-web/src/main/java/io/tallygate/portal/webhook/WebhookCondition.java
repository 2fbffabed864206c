package io.tallygate.portal.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a webhook's receiver does, and what waits for it.
/// @param failingSince  null when the last attempt was a success, or there was none
/// @param waiting       deliveries; [WebhookLimits#WAITING] also when there are more
/// @param heldBack      deliveries that found no room among those that wait; counted up to [WebhookLimits#WAITING]
public record WebhookCondition(@Nullable Instant failingSince, int waiting, int heldBack) {
    /// Of one that was told nothing yet.
    public static final WebhookCondition NEW = new WebhookCondition(null, 0, 0);

    /// For templates: whether what is new finds no room.
    public boolean isFull() {
        return waiting >= WebhookLimits.WAITING;
    }
}
