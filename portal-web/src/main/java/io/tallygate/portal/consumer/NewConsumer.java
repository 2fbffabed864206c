package io.tallygate.portal.consumer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody says of a consumer to be; nothing is checked yet.
/// @param legalName  null: as the name
/// @param timeZone   null: the tenant's
public record NewConsumer(
        @Nullable String name,
        @Nullable String legalName,
        List<String> address,
        @Nullable String country,
        @Nullable String timeZone,
        List<NewMember> members) {
    public NewConsumer {
        address = List.copyOf(address);
        members = List.copyOf(members);
    }

    /// @param role  `owner`, `developer` or `billing`
    public record NewMember(
            @Nullable String email, @Nullable String role) {}
}
