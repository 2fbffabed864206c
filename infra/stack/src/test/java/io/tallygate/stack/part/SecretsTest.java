package io.tallygate.stack.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    private Path data;

    @Test
    void a_secret_is_made_once_and_kept_where_only_the_owner_reads() throws IOException {
        Secrets first = Secrets.in(data);
        String password = first.password("postgres.admin");
        assertThat(password).matches("[0-9A-Za-z]{24}").isNotEqualTo(first.password("postgres.owner"));
        assertThat(Secrets.in(data).password("postgres.admin")).isEqualTo(password);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secrets.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_token_ends_in_six_digits_of_its_own_checksum() throws IOException {
        String token = Secrets.in(data).token("operator", "tgp_");
        assertThat(token).matches("tgp_[0-9A-Za-z]{38}");
        assertThat(Secrets.withChecksum(token.substring(0, token.length() - 6))).isEqualTo(token);
        // CRC-32's check value is 0xCBF43926 (3421780262)
        assertThat(Secrets.withChecksum("123456789")).isEqualTo("1234567893jZRME");
    }
}
