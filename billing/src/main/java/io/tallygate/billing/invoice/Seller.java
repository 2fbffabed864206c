package io.tallygate.billing.invoice;

import java.util.List;

/// Who sells, as it stands on the document: the tenant.
/// @param name     its legal name
/// @param address  as printed, line by line
/// @param country  ISO 3166-1 alpha-2
public record Seller(String name, List<String> address, String country) {
    public Seller {
        address = List.copyOf(address);
    }
}
