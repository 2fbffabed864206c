package io.tallygate.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.metering.meter.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Of all that a transaction does to one thing, its record says what became of it.
class ChangesTest {
    private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000001");

    private final Changes changes = new Changes(new TenantId(UUID.randomUUID()));

    @Test
    void several_changes_of_one_thing_are_one_from_the_first_value_to_the_last() {
        changes.add(Change.changed("api", ID, Map.of("name", "a"), Map.of("name", "b")));
        changes.add(
                Change.changed("api", ID, Map.of("name", "b", "status", "draft"), Map.of("name", "c", "status", "x")));
        assertThat(changes.whole())
                .containsExactly(Change.changed(
                        "api", ID, Map.of("name", "a", "status", "draft"), Map.of("name", "c", "status", "x")));
    }

    @Test
    void what_is_as_it_was_is_no_change() {
        changes.add(Change.changed("api", ID, Map.of("name", "a"), Map.of("name", "b")));
        changes.add(Change.changed("api", ID, Map.of("name", "b"), Map.of("name", "a")));
        assertThat(changes.whole()).isEmpty();
    }

    @Test
    void what_came_and_went_was_never_there() {
        changes.add(Change.created("api", ID, Map.of("name", "a")));
        changes.add(Change.changed("api", ID, Map.of("name", "a"), Map.of("name", "b")));
        changes.add(Change.deleted("api", ID, Map.of("name", "b")));
        assertThat(changes.whole()).isEmpty();
    }

    @Test
    void what_is_new_is_recorded_as_it_ended_up() {
        changes.add(Change.created("api", ID, Map.of("name", "a", "slug", "s")));
        changes.add(Change.changed("api", ID, Map.of("name", "a"), Map.of("name", "b")));
        assertThat(changes.whole()).containsExactly(Change.created("api", ID, Map.of("name", "b", "slug", "s")));
    }

    @Test
    void what_is_gone_is_recorded_as_it_was_before_the_transaction() {
        changes.add(Change.changed("api", ID, Map.of("name", "a"), Map.of("name", "b")));
        changes.add(Change.deleted("api", ID, Map.of("name", "b", "slug", "s")));
        assertThat(changes.whole()).containsExactly(Change.deleted("api", ID, Map.of("name", "a", "slug", "s")));
    }

    @Test
    void nothing_changes_after_the_record_was_written() {
        changes.whole();
        assertThatThrownBy(() -> changes.add(Change.created("api", ID, Map.of())))
                .hasMessageContaining("after its record was written");
    }

    @Test
    void nothing_changes_outside_of_a_recorded_transaction() {
        assertThatThrownBy(Changes::ofThisTransaction).hasMessageContaining("the audit log records");
    }

    @Test
    void long_values_are_kept_as_their_hash_and_secrets_not_at_all() {
        String document = "x".repeat(AuditLimits.LONGEST_VALUE + 1);
        changes.add(Change.created(
                "api", ID, Map.of("document", document, "sha256", Change.unrecorded(), "tags", List.of("a", "b"))));
        assertThat(ChangesJson.of(changes.whole()))
                .contains(
                        "\"document\":{\"length\":4001,\"sha256\":\""
                                + Canonical.sha256(document.getBytes(StandardCharsets.UTF_8)) + "\"}",
                        "\"sha256\":{\"recorded\":false}",
                        "\"tags\":[\"a\",\"b\"]");
    }

    @Test
    void a_record_has_a_largest_size_and_still_names_everything() {
        String value = "x".repeat(AuditLimits.LONGEST_VALUE);
        int many = AuditLimits.LARGEST_RECORD / AuditLimits.LONGEST_VALUE + 100;
        for (int at = 0; at < many; at++) {
            changes.add(Change.created("api", UUID.randomUUID(), Map.of("name", value)));
        }
        List<Change> all = changes.whole();
        assertThat(ChangesJson.of(all).length()).isLessThan(AuditLimits.LARGEST_RECORD + many * 200);
        assertThat(ChangesJson.of(all)).contains("\"valuesLeftOut\":true");
        assertThat(ChangesJson.targets(all).lines()).hasSize(many);
    }
}
