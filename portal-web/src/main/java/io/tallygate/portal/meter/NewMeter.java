package io.tallygate.portal.meter;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What somebody wants a meter to be, in the words of documents; [MeterRules] says whether it can be.
/// @param source       null: `requests`
/// @param aggregation  null: `count` of requests, else `sum`
/// @param dimensions   names and what they lead to
/// @param filters      lists of values by dimension
/// @param weights      decimals as texts by operation
public record NewMeter(
        @Nullable String slug,
        @Nullable String name,
        @Nullable String source,
        @Nullable String eventType,
        @Nullable String aggregation,
        @Nullable String value,
        @Nullable JsonObject dimensions,
        @Nullable JsonObject filters,
        @Nullable JsonObject weights,
        @Nullable String unit) {}
