package io.tallygate.gateway.problem;

/// Every problem that this gateway answers with. Their names are a contract; their details may change.
public final class Problems {
    public static final Problem NO_ROUTE =
            new Problem("no-route", "No such API", 404, "No API answers at this address.");
    public static final Problem MISDIRECTED = new Problem(
            "misdirected",
            "Not served on this connection",
            421,
            "Another certificate serves this host. Call it on a connection of its own.");
    public static final Problem ROUTE_UNUSABLE = new Problem(
            "route-unusable",
            "The API is set up wrongly",
            500,
            "What the provider of this API has configured cannot be used. Nothing of the call went further.");
    public static final Problem MISSING_API_KEY = new Problem(
            "missing-api-key",
            "API key missing",
            401,
            "Send an API key in the X-API-Key header, or as a bearer token in the Authorization header.");
    public static final Problem UNKNOWN_API_KEY = new Problem(
            "unknown-api-key", "API key not accepted", 401, "The API key is unknown, expired, revoked or malformed.");
    public static final Problem MISSING_TOKEN = new Problem(
            "missing-token",
            "Token missing",
            401,
            "Send an access token as a bearer token in the Authorization header.");
    public static final Problem INVALID_TOKEN = new Problem(
            "invalid-token",
            "Token not accepted",
            401,
            "The token is expired, malformed, or not from whom and for what it should be.");
    public static final Problem KEYS_UNAVAILABLE = new Problem(
            "keys-unavailable",
            "Tokens cannot be checked",
            503,
            "The keys of the token's issuer could not be fetched yet. Try again later.");
    public static final Problem UNKNOWN_CLIENT = new Problem(
            "unknown-client",
            "Application not known",
            403,
            "The token is valid, but its application is not known here.");
    public static final Problem MISSING_USER = new Problem(
            "missing-user",
            "User missing",
            401,
            "Send a user name and its secret in the Authorization header (Basic).");
    public static final Problem UNKNOWN_USER = new Problem(
            "unknown-user", "User not accepted", 401, "The user name or its secret is unknown, expired or malformed.");
    public static final Problem MISSING_CERTIFICATE = new Problem(
            "missing-certificate",
            "Client certificate missing",
            401,
            "Show a client certificate on the TLS connection.");
    public static final Problem UNKNOWN_CERTIFICATE = new Problem(
            "unknown-certificate", "Client certificate not accepted", 401, "The client certificate is not known here.");
    public static final Problem MISSING_CALLER = new Problem(
            "missing-credential", "Credential missing", 401, "Send one of the credentials that this API accepts.");
    public static final Problem INSUFFICIENT_SCOPE = new Problem(
            "insufficient-scope", "Scope missing", 403, "The credential does not have the scope that this call needs.");
    public static final Problem CALLER_NOT_ALLOWED = new Problem(
            "caller-not-allowed", "Not allowed", 403, "This consumer or application is not allowed to make this call.");
    public static final Problem ADDRESS_NOT_ALLOWED =
            new Problem("address-not-allowed", "Address not allowed", 403, "Calls from this address are not allowed.");
    public static final Problem NO_SUBSCRIPTION = new Problem(
            "no-subscription", "Not subscribed", 403, "This application has no active subscription to the API.");
    public static final Problem TENANT_SUSPENDED = new Problem(
            "tenant-suspended",
            "The provider is suspended",
            403,
            "The provider of this API is suspended at the moment. No key opens it.");
    public static final Problem UPSTREAM_REFUSED = new Problem(
            "upstream-refused",
            "The API does not answer",
            502,
            "The service behind this API refused the call or broke it off.");
    public static final Problem UPSTREAM_TIMEOUT = new Problem(
            "upstream-timeout", "The API answers too late", 504, "The service behind this API did not answer in time.");
    public static final Problem MISSING_EVENT_CREDENTIAL = new Problem(
            "missing-event-credential",
            "Credential missing",
            401,
            "Send a credential for events as a bearer token in the Authorization header, or in X-API-Key.");
    public static final Problem UNKNOWN_EVENT_CREDENTIAL = new Problem(
            "unknown-event-credential",
            "Credential not accepted",
            401,
            "The credential is unknown, expired, revoked or malformed.");
    public static final Problem NO_EVENT_CREDENTIAL = new Problem(
            "no-event-credential",
            "Not for events",
            403,
            "This credential opens APIs. Events are told with one that was made for them.");
    public static final Problem TOO_MANY_EVENT_REQUESTS = new Problem(
            "too-many-event-requests",
            "Too many requests at once",
            429,
            "Wait for answers before sending more events, and send them in batches.");
    public static final Problem EVENTS_JOURNAL_FULL = new Problem(
            "events-journal-full",
            "Events cannot be recorded",
            503,
            "The gateway has no room to record more events. Nothing of the request was taken. Try again later.");
    public static final Problem USAGE_JOURNAL_FULL = new Problem(
            "usage-journal-full",
            "Usage cannot be recorded",
            503,
            "The gateway has no room to record another call and does not serve calls unrecorded. Try again later.");
    public static final Problem OVERLOADED =
            new Problem("overloaded", "Too much to do", 503, "The gateway is at a limit of its own. Try again later.");
    public static final Problem LIMITS_UNAVAILABLE = new Problem(
            "limits-unavailable",
            "Limits cannot be checked",
            503,
            "Where the group counts its calls is away, and this limit lets no call pass meanwhile. Try again later.");
    public static final Problem NOT_READY =
            new Problem("not-ready", "Not ready", 503, "The gateway has no configuration yet. Try again later.");
    public static final Problem METHOD_NOT_SUPPORTED = new Problem(
            "method-not-supported", "Method not supported", 501, "This gateway does not carry this method.");
    public static final Problem EXPECTATION_FAILED = new Problem(
            "expectation-failed",
            "Expectation not known",
            417,
            "The only expectation that is understood is 100-continue.");
    public static final Problem REQUEST_TIMEOUT = new Problem(
            "request-timeout", "The request came too slowly", 408, "The rest of the request did not arrive in time.");
    public static final Problem INTERNAL =
            new Problem("internal", "Something went wrong", 500, "The gateway failed to carry this call.");

    public static final Problem WEBSOCKET_VERSION = new Problem(
            "websocket-version",
            "WebSocket version not spoken",
            426,
            "The only version of the WebSocket protocol that is spoken here is 13.");

    public static final Problem UPSTREAM_UNAVAILABLE = new Problem(
            "upstream-unavailable",
            "The API is not available",
            503,
            "The service behind this API has failed too often lately and is spared for a moment. Try again later.");

    private Problems() {}

    public static Problem badRequest(String detail) {
        return new Problem("bad-request", "Malformed request", 400, detail);
    }

    public static Problem unfitBody(String detail) {
        return new Problem("unfit-body", "The body does not fit", 400, detail);
    }

    public static Problem unsupportedMediaType(String detail) {
        return new Problem("unsupported-media-type", "Media type not supported", 415, detail);
    }

    /// An answer that is made of several lacks one of them.
    public static Problem partFailed(int status, String detail) {
        return new Problem("part-failed", "A part of the answer is missing", status, detail);
    }

    /// The service answered, and its answer cannot become what the client should get.
    public static Problem unfitAnswer(String detail) {
        return new Problem("unfit-answer", "The API's answer cannot be used", 502, detail);
    }

    public static Problem methodNotAllowed(String allowed) {
        return new Problem("method-not-allowed", "Method not allowed", 405, "This API answers " + allowed + " here.");
    }

    public static Problem tooLarge(int status, String detail) {
        return new Problem("too-large", "Request too large", status, detail);
    }

    public static Problem versionNotSupported(String detail) {
        return new Problem("http-version-not-supported", "HTTP version not supported", 505, detail);
    }

    public static Problem codingNotSupported(String detail) {
        return new Problem("coding-not-supported", "Transfer coding not supported", 501, detail);
    }

    /// @param who  allows no more
    public static Problem rateLimited(String who, long calls, long seconds) {
        return new Problem(
                "rate-limited",
                "Too many calls",
                429,
                "%s allows %d calls in %s.".formatted(who, calls, seconds == 1 ? "a second" : seconds + " seconds"));
    }

    /// @param who  has no more
    public static Problem quotaExhausted(String who, long secondsToReset) {
        return new Problem(
                "quota-exhausted",
                "Quota exhausted",
                429,
                "%s has no calls left in this period; it resets in %d s.".formatted(who, secondsToReset));
    }
}
