package io.tallygate.portal.gatewayconfig;

/// What can be configured at a gateway; the wire names are the contract's
/// (`infra/contracts/gateway-feed.schema.json`).
public enum Kind {
    TENANT("tenant"),
    UPSTREAM("upstream"),
    ROUTE("route"),
    CREDENTIAL("credential"),
    SUBSCRIPTION("subscription"),
    PLAN_VERSION("plan-version"),
    METER("meter"),
    EVENT_CREDENTIAL("eventCredential");

    private final String wireName;

    Kind(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
