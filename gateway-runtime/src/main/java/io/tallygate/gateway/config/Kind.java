package io.tallygate.gateway.config;

import org.jspecify.annotations.Nullable;

/// Kinds of entities in the feed.
enum Kind {
    TENANT("tenant"),
    UPSTREAM("upstream"),
    ROUTE("route"),
    CREDENTIAL("credential"),
    PLAN_VERSION("plan-version"),
    SUBSCRIPTION("subscription"),
    METER("meter"),
    EVENT_CREDENTIAL("eventCredential");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    static @Nullable Kind of(String text) {
        for (Kind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        return null;
    }

    String text() {
        return text;
    }
}
