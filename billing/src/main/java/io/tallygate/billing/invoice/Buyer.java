package io.tallygate.billing.invoice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who buys, as it stands on the document: the consumer organisation.
/// @param name      its legal name, or its name while it has not given one
/// @param address   as printed, line by line; may be empty
/// @param country   ISO 3166-1 alpha-2; null when not given
/// @param language  of the document, `en` or `de`
/// @param vatId     with its country's letters; null when not given
public record Buyer(
        String name,
        List<String> address,
        @Nullable String country,
        String language,
        @Nullable String vatId) {
    public Buyer {
        address = List.copyOf(address);
    }

    public Buyer(String name, List<String> address, @Nullable String country, String language) {
        this(name, address, country, language, null);
    }
}
