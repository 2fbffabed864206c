package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// A route of a table in the product's words.
/// @param hosts        empty: any
/// @param matches      condition sets as in the feed: `path`, `pathMatch`, `methods`, `headers`, `query`
/// @param servicePath  the upstream's base path
/// @param source       as the table has it
record SuiteRoute(
        String name,
        List<String> hosts,
        List<JsonNode> matches,
        boolean stripPath,
        String servicePath,
        JsonNode source) {}
