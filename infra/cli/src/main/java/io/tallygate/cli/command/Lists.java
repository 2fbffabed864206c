package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.cli.api.ControlApi;
import io.tallygate.cli.api.Json;

/// Lists of the API, page after page.
final class Lists {
    private static final int PAGE = 200;

    private Lists() {}

    /// @param most  items; what lies beyond is left out, and `nextCursor` of the answer then says where it goes on
    static ObjectNode upTo(ControlApi api, String path, int most) throws InterruptedException {
        ObjectNode all = Json.object();
        ArrayNode items = all.putArray("items");
        String cursor = "";
        do {
            int wanted = Math.min(PAGE, most - items.size());
            JsonNode page = api.get(path + (path.contains("?") ? "&" : "?") + "limit=" + wanted
                    + (cursor.isEmpty() ? "" : "&cursor=" + Connection.encoded(cursor)));
            page.path("items").forEach(items::add);
            cursor = page.path("nextCursor").asText("");
            if (page.path("nextCursor").isNull()) {
                cursor = "";
            }
        } while (!cursor.isEmpty() && items.size() < most);
        if (cursor.isEmpty()) {
            all.putNull("nextCursor");
        } else {
            all.put("nextCursor", cursor);
        }
        return all;
    }
}
