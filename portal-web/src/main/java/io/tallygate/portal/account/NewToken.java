package io.tallygate.portal.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody says of a token to be; nothing is checked yet.
/// @param scopes     null: all that their roles have a use for
/// @param expiresAt  null: after the usual time
public record NewToken(
        @Nullable String name,
        @Nullable List<String> scopes,
        @Nullable Instant expiresAt) {}
