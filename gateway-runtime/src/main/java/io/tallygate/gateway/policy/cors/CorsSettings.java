package io.tallygate.gateway.policy.cors;

/// @param methods               of Access-Control-Allow-Methods
/// @param everyMethod           the method that a preflight asks about is allowed, whichever it is
/// @param allowHeaders          of Access-Control-Allow-Headers
/// @param everyHeader           those that a preflight asks about are allowed, whichever they are
/// @param exposeHeaders         empty: none
/// @param maxAgeSeconds         negative: the browser's own
/// @param privateNetwork        pages of public addresses may call
/// @param answersWithoutOrigin  requests that name no origin get the fields as well
record CorsSettings(
        Origins origins,
        String methods,
        boolean everyMethod,
        String allowHeaders,
        boolean everyHeader,
        String exposeHeaders,
        boolean credentials,
        int maxAgeSeconds,
        boolean privateNetwork,
        boolean preflightGoesUpstream,
        boolean answersWithoutOrigin) {
    CorsSettings {
        if (credentials && origins.isEvery()) {
            throw new IllegalArgumentException(
                    "every origin with credentials would open the API to any page that its callers visit");
        }
    }
}
