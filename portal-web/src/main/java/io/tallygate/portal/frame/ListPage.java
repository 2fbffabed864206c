package io.tallygate.portal.frame;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list that is ordered by id, with the way to its neighbours; templates know it as `page`.
/// @param next   the next page's address; null on the last one
/// @param later  whether this is not the first page
/// @param first  the first page's address
public record ListPage<T>(List<T> items, @Nullable String next, boolean later, String first) {
    private static final int SIZE = 50;

    /// How many rows to ask a room for: one more than a page shows, which tells whether there is a next one.
    public static final int ROWS = SIZE + 1;

    /// @param address  the list's own, with what it is narrowed by
    /// @param after    the last id of the page before; null on the first page
    /// @param found    at most [#ROWS] of them, in order
    public static <T> ListPage<T> of(String address, @Nullable UUID after, List<T> found, Function<T, UUID> id) {
        boolean more = found.size() > SIZE;
        List<T> shown = more ? found.subList(0, SIZE) : found;
        String next =
                more ? address + (address.contains("?") ? "&" : "?") + "after=" + id.apply(shown.getLast()) : null;
        return new ListPage<>(List.copyOf(shown), next, after != null, address);
    }
}
