package io.tallygate.portal.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.meter.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The whole permission table, line by line: whoever changes it says so here a second time.
class PermissionTest {
    private static final UUID CONSUMER = new UUID(1, 1);
    private static final UUID OTHER_CONSUMER = new UUID(1, 2);

    /// o owner, a admin, p publisher, b billing, v viewer; at a consumer o owner, d developer, b billing.
    private static final String TABLE = """
        SEE_TENANT           tenant:read          oapbv odb
        SEE_CONSOLE          tenant:read          oapbv ---
        MANAGE_TENANT        tenant:write         oa--- ---
        ERASE_TENANT         tenant:write         o---- ---
        SEE_MEMBERS          members:read         oapbv ---
        MANAGE_MEMBERS       members:write        oa--- ---
        MANAGE_OWNERS        members:write        o---- ---
        USE_TOKENS           tokens:write         oapbv odb
        MANAGE_TOKENS        tokens:write         oa--- ---
        SEE_IDENTITY         tenant:read          oa--v ---
        MANAGE_IDENTITY      identity:write       oa--- ---
        SEE_AUDIT            audit:read           oa--v ---
        SEE_WEBHOOKS         webhooks:read        oap-v ---
        MANAGE_WEBHOOKS      webhooks:write       oa--- ---
        SEE_STATE            state:read           oap-v ---
        MANAGE_STATE         state:write          oa--- ---
        SEE_PUBLISHED_APIS   apis:read            oapbv odb
        SEE_APIS             apis:read            oap-v ---
        MANAGE_APIS          apis:write           oap-- ---
        SEE_GATEWAYS         apis:read            oap-v ---
        SEE_OFFERS           plans:read           oapbv odb
        SEE_PLANS            plans:read           oapbv ---
        MANAGE_PLANS         plans:write          oap-- ---
        SEE_CONSUMER         consumers:read       oapbv odb
        MANAGE_CONSUMER      consumers:write      oap-- o-b
        MANAGE_CONSUMERS     consumers:write      oap-- ---
        SEE_TEAM             members:read         oapbv odb
        MANAGE_TEAM          members:write        oap-- o--
        SEE_APPLICATIONS     applications:read    oapbv odb
        MANAGE_APPLICATIONS  applications:write   oap-- od-
        SEE_CREDENTIALS      credentials:read     oap-v od-
        MANAGE_CREDENTIALS   credentials:write    oap-- od-
        SEE_SUBSCRIPTIONS    subscriptions:read   oapbv odb
        SUBSCRIBE            subscriptions:write  oap-- od-
        BACK_DATE            subscriptions:write  oap-- ---
        SEE_USAGE            usage:read           oapbv odb
        SEE_METERS           usage:read           oapbv ---
        MANAGE_METERS        meters:write         oap-- ---
        SEE_EVENT_CREDENTIALS credentials:read     oap-v ---
        MANAGE_EVENT_CREDENTIALS credentials:write    oa--- ---
        SEE_INVOICES         invoices:read        oapbv odb
        RUN_BILLING          billing:run          oa-b- ---
        CLOSE_INCOMPLETE     billing:run          o--b- ---
        DISPUTE              billing:run          oa-b- o-b
        """;

    @Test
    void the_table_is_the_one_that_was_agreed() {
        String table = Stream.of(Permission.values()).map(PermissionTest::line).collect(Collectors.joining());
        System.out.print(table);
        assertThat(table).isEqualTo(TABLE);
    }

    private static String line(Permission permission) {
        String tenant = Stream.of(TenantRole.values())
                .map(role -> permission.isHeldBy(role) ? initial(role) : "-")
                .collect(Collectors.joining());
        String consumer = Stream.of(ConsumerRole.values())
                .map(role -> permission.isHeldBy(role) ? initial(role) : "-")
                .collect(Collectors.joining());
        return "%-20s %-20s %s %s%n".formatted(permission, permission.scope().wireName(), tenant, consumer);
    }

    private static String initial(Enum<?> role) {
        return role.name().substring(0, 1).toLowerCase(Locale.ROOT);
    }

    @Test
    void every_scope_opens_something_and_is_known_by_its_name() {
        assertThat(Stream.of(Permission.values()).map(Permission::scope).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Scope.values());
        for (Scope scope : Scope.values()) {
            assertThat(Scope.of(scope.wireName())).contains(scope);
        }
    }

    @Test
    void whoever_has_a_role_may_exactly_what_the_table_says_and_a_token_what_its_scopes_allow_besides() {
        int checked = 0;
        for (Permission permission : Permission.values()) {
            Set<Scope> others = EnumSet.complementOf(EnumSet.of(permission.scope()));
            for (TenantRole role : TenantRole.values()) {
                Access access = access(role, List.of());
                assertThat(access.may(permission)).isEqualTo(permission.isHeldBy(role));
                assertThat(access.may(permission, CONSUMER)).isEqualTo(permission.isHeldBy(role));
                assertThat(access.visibleConsumers(permission).isEmpty()).isEqualTo(permission.isHeldBy(role));
                assertThat(access.limitedTo(Set.of(permission.scope())).may(permission))
                        .isEqualTo(permission.isHeldBy(role));
                assertThat(access.limitedTo(others).maySomewhere(permission)).isFalse();
                checked += 5;
            }
            for (ConsumerRole role : ConsumerRole.values()) {
                Access access = access(null, List.of(new Access.ConsumerMembership(CONSUMER, "Globex", role)));
                assertThat(access.may(permission)).isFalse();
                assertThat(access.may(permission, CONSUMER)).isEqualTo(permission.isHeldBy(role));
                assertThat(access.may(permission, OTHER_CONSUMER)).isFalse();
                assertThat(access.visibleConsumers(permission))
                        .contains(permission.isHeldBy(role) ? List.of(CONSUMER) : List.of());
                assertThat(access.limitedTo(others).maySomewhere(permission)).isFalse();
                checked += 5;
            }
        }
        assertThat(checked).isEqualTo(Permission.values().length * 8 * 5);
    }

    @Test
    void a_new_token_of_a_consumer_billing_member_is_of_use_for_reading_and_for_its_invoice_details() {
        Access access = access(null, List.of(new Access.ConsumerMembership(CONSUMER, "Globex", ConsumerRole.BILLING)));
        assertThat(access.usefulScopes())
                .contains(Scope.INVOICES_READ, Scope.CONSUMERS_WRITE)
                .doesNotContain(Scope.CREDENTIALS_READ, Scope.APIS_WRITE, Scope.MEMBERS_WRITE);
    }

    private static Access access(@Nullable TenantRole role, List<Access.ConsumerMembership> consumers) {
        return new Access(
                new TenantId(new UUID(0, 1)),
                "acme",
                new Person("subject", "a@example.com", "A"),
                role,
                false,
                consumers);
    }
}
