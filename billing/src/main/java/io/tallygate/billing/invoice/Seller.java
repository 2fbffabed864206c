package io.tallygate.billing.invoice;

import java.util.List;

/// Who sells, as it stands on the document: a legal entity of the tenant, or the tenant itself while it has
/// named none.
/// @param name     its legal name
/// @param address  as printed, line by line
/// @param country  ISO 3166-1 alpha-2
public record Seller(String name, List<String> address, String country, SellerDetails details) {
    public Seller {
        address = List.copyOf(address);
    }

    public Seller(String name, List<String> address, String country) {
        this(name, address, country, SellerDetails.NONE);
    }
}
