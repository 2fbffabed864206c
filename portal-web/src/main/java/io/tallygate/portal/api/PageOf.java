package io.tallygate.portal.api;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list that is ordered by id (ids are made in the order of time). A query asks for one row more than the
/// page shows.
/// @param limit  at most so many items
/// @param after  the last id of the page before; null for the first page
public record PageOf(int limit, @Nullable UUID after) {
    public static final int MOST = 200;
    private static final int USUAL = 50;

    /// @throws ApiProblem  400 when the limit is not 1 to 200 or the cursor was not made here
    public static PageOf asked(@Nullable String limit, @Nullable String cursor) {
        return new PageOf(limit(limit), cursor == null || cursor.isEmpty() ? null : id(cursor));
    }

    /// How many rows to ask the store for.
    public int rows() {
        return limit + 1;
    }

    /// @param found  at most [#rows] of them, in order
    public <T> JsonObject answer(List<T> found, Function<T, UUID> id, Function<T, ? extends JsonObjectBuilder> json) {
        List<T> shown = found.size() > limit ? found.subList(0, limit) : found;
        JsonArrayBuilder items = Json.createArrayBuilder();
        shown.forEach(item -> items.add(json.apply(item)));
        JsonObjectBuilder page = Json.createObjectBuilder().add("items", items);
        if (found.size() > limit) {
            page.add("nextCursor", cursor(id.apply(shown.getLast())));
        } else {
            page.addNull("nextCursor");
        }
        return page.build();
    }

    private static int limit(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return USUAL;
        }
        if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST) {
            throw ApiProblem.badRequest("limit is a whole number from 1 to %d.".formatted(MOST));
        }
        return Integer.parseInt(text);
    }

    private static String cursor(UUID id) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static UUID id(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == 16) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                return new UUID(buffer.getLong(), buffer.getLong());
            }
        } catch (IllegalArgumentException malformed) {
            // refused below
        }
        throw ApiProblem.badRequest("cursor is not one that a list has given.");
    }
}
