package io.tallygate.portal.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    private static final byte[] ANSWER = "{\"token\":\"tgp_secret\"}".getBytes(UTF_8);

    @Test
    void what_is_sealed_opens_with_the_same_persons_same_key_and_no_other() {
        byte[] sealed = new IdempotencyKey("lena", "order-66").seal(ANSWER);
        assertThat(new String(sealed, UTF_8)).doesNotContain("tgp_secret");
        assertThat(new IdempotencyKey("lena", "order-66").open(sealed)).isEqualTo(ANSWER);
        assertThatThrownBy(() -> new IdempotencyKey("lena", "order-67").open(sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new IdempotencyKey("jonas", "order-66").open(sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_key_is_known_by_a_hash_that_is_the_persons_own() {
        IdempotencyKey key = new IdempotencyKey("lena", "order-66");
        assertThat(key.sha256()).matches("[0-9a-f]{64}");
        assertThat(key.sha256()).isNotEqualTo(new IdempotencyKey("jonas", "order-66").sha256());
        assertThat(key.toString()).doesNotContain("order-66");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "ümlaut", "tab\there"})
    void a_key_that_is_no_visible_ascii_is_refused(String text) {
        assertThatThrownBy(() -> new IdempotencyKey("lena", text)).isInstanceOf(ApiProblem.class);
    }

    @Test
    void a_key_has_at_most_255_characters() {
        assertThat(new IdempotencyKey("lena", "k".repeat(255)).text()).hasSize(255);
        assertThatThrownBy(() -> new IdempotencyKey("lena", "k".repeat(256))).isInstanceOf(ApiProblem.class);
    }
}
