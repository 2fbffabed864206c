package io.tallygate.portal.consumer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be different about a consumer; nothing is checked yet. Null leaves a member as it is.
public record ConsumerChange(
        @Nullable String name,
        @Nullable String legalName,
        @Nullable List<String> address,
        @Nullable String country,
        @Nullable String timeZone) {}
