package io.tallygate.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.meter.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept outside of the database.
class AuditFilesTest {
    private static final Instant AT = Instant.parse("2026-11-30T10:00:00.123456Z");

    @TempDir
    private Path folder;

    @Test
    void the_key_is_made_once_and_is_its_owners_alone() throws Exception {
        Path file = folder.resolve("deep/signing-key.jwk");
        SigningKey made = SigningKey.at(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKey.at(file).id()).isEqualTo(made.id());
        assertThat(Files.list(file.getParent())).containsExactly(file);
        assertThat(made.toString())
                .doesNotContain(Files.readString(file).replaceAll("(?s).*\"d\":\"([^\"]+)\".*", "$1"));
    }

    @Test
    void a_signature_fits_one_statement_and_one_key() {
        SigningKey key = SigningKey.at(folder.resolve("one.jwk"));
        SigningKey other = SigningKey.at(folder.resolve("other.jwk"));
        Anchor signed = anchor(7).signedWith(key);
        assertThat(signed.isSignedWith(key.x())).isTrue();
        assertThat(signed.isSignedWith(other.x())).isFalse();
        assertThat(new Anchor(signed.chain(), 8, AT, signed.sha256(), key.id(), signed.signature())
                        .isSignedWith(key.x()))
                .isFalse();
    }

    @Test
    void anchors_are_read_as_they_were_added_and_a_line_that_was_cut_short_is_passed_over() throws Exception {
        Path file = folder.resolve("anchors.ndjson");
        Anchors anchors = new Anchors(file);
        Anchor mine = anchor(1);
        Anchor signed = mine.signedWith(SigningKey.at(folder.resolve("key.jwk")));
        anchors.add(List.of(mine, anchor(1), signed));
        Files.writeString(file, "{\"chain\":\"" + mine.chain(), StandardOpenOption.APPEND);
        assertThat(anchors.of(mine.chain())).containsExactly(mine, signed);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void the_file_of_anchors_has_a_largest_size_and_keeps_the_newest_of_each_chain() throws Exception {
        Path file = folder.resolve("anchors.ndjson");
        Anchors anchors = new Anchors(file);
        TenantId quiet = new TenantId(UUID.randomUUID());
        anchors.add(List.of(Anchor.of(quiet, 3, AT, "a".repeat(64))));
        TenantId busy = new TenantId(UUID.randomUUID());
        List<Anchor> many = new ArrayList<>();
        for (int number = 1; number <= 100_000; number++) {
            many.add(Anchor.of(busy, number, AT, "b".repeat(64)));
        }
        anchors.add(many);
        assertThat(Files.size(file)).isLessThan(1_000);
        assertThat(anchors.of(busy)).containsExactly(many.getLast());
        assertThat(anchors.of(quiet)).hasSize(1);
    }

    private static Anchor anchor(long number) {
        return Anchor.of(new TenantId(UUID.randomUUID()), number, AT, "c".repeat(64));
    }
}
