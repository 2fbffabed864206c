package io.tallygate.portal.identity.brokering;

/// Every limit of tenants' own identity providers, by name.
public final class BrokeringLimits {
    /// Of one tenant.
    public static final int PROVIDERS = 5;

    /// Of one provider.
    public static final int DOMAINS = 20;

    /// Of an OpenID Connect discovery document.
    public static final int DISCOVERY_BYTES = 64 * 1024;

    /// Of SAML metadata, fetched or pasted.
    public static final int METADATA_BYTES = 256 * 1024;

    public static final int LONGEST_NAME = 100;
    public static final int LONGEST_CLIENT_ID = 255;
    public static final int LONGEST_SECRET = 1_000;

    private BrokeringLimits() {}
}
