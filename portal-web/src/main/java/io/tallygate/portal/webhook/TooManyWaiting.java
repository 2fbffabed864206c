package io.tallygate.portal.webhook;

/// As many deliveries wait for a webhook as may ([WebhookLimits#WAITING]).
public final class TooManyWaiting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyWaiting() {
        super("%,d messages wait for this webhook, which is as many as may.".formatted(WebhookLimits.WAITING));
    }
}
