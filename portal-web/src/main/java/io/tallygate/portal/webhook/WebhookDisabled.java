package io.tallygate.portal.webhook;

/// Nothing is sent to a webhook that is disabled.
public final class WebhookDisabled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WebhookDisabled() {
        super("The webhook is disabled; enable it first.");
    }
}
