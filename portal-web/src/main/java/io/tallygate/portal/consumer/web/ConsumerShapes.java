package io.tallygate.portal.consumer.web;

import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Items;
import io.tallygate.portal.api.openapi.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Consumers and their members as the control API has them.
final class ConsumerShapes {
    private ConsumerShapes() {}

    @About("A customer organisation of the tenant.")
    record Consumer(
            UUID id,
            @Text(example = "Globex") String name,
            @Text(example = "Globex Inc.") String legalName,

            @Text(example = "1 Main Street") @About("Lines of its postal address, without the country.")
            List<String> address,

            @Text(pattern = "^([A-Z]{2})?$", example = "US") @About("ISO 3166-1; empty when it is not known.")
            String country,

            @About("Where its months begin and end.") ZoneId timeZone,
            Instant createdAt) {}

    @About("Somebody who belongs to a consumer.")
    record ConsumerMember(
            UUID id,
            @Text(example = "bob@example.com") String email,

            @About("Empty until they have signed in.") @Text(example = "Bob Brown")
            String name,

            ConsumerRole role,
            boolean signedIn,
            Instant createdAt) {}

    record ConsumerRoleChange(ConsumerRole role) {}

    record NewConsumer(
            @Text(least = 1, most = 200, example = "Globex") String name,

            @Text(most = 300, example = "Globex Inc.") @About("As the name, when it is left out.") @Nullable
            String legalName,

            @Nullable @Items(most = 8) @Text(most = 200, example = "1 Main Street")
            List<String> address,

            @Text(pattern = Text.COUNTRY, example = "US") @About("ISO 3166-1.") @Nullable
            String country,

            @About("An IANA time zone; the tenant's when it is left out.") @Nullable
            ZoneId timeZone,

            @Nullable List<NewConsumerMember> members) {}

    record ConsumerChange(
            @Text(least = 1, most = 200, example = "Globex") @Nullable
            String name,

            @Text(least = 1, most = 300, example = "Globex Inc.") @Nullable
            String legalName,

            @Nullable @Items(most = 8) @Text(most = 200, example = "1 Main Street")
            List<String> address,

            @Text(pattern = Text.COUNTRY, example = "US") @About("ISO 3166-1.") @Nullable
            String country,

            @Nullable ZoneId timeZone) {}

    record NewConsumerMember(
            @Text(least = 1, most = 254, format = "email", example = "bob@example.com")
            String email,

            ConsumerRole role) {}
}
