package io.tallygate.portal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A receipt is verified without a portal, and not one of its bytes can be changed.
class ReceiptTest {
    @TempDir
    private Path folder;

    private SigningKey key;
    private String receipt;

    @BeforeEach
    void a_receipt() {
        key = SigningKey.at(folder.resolve("key.jwk"));
        receipt = SignedJson.signed(
                "{\"format\":\"tallygate-erasure-receipt\",\"slug\":\"acmé\",\"deleted\":[{\"table\":\"portal.api\","
                        + "\"rows\":3}],\"kept\":[{\"what\":\"x\",\"why\":\"y\"}]}",
                key);
    }

    @Test
    void the_command_verifies_it_offline() throws Exception {
        assertThat(verify(receipt))
                .startsWith("0")
                .contains("intact receipt", "3 of portal.api", "kept x: y", key.id());
        assertThat(verify(receipt, "--public-key", key.x())).startsWith("0");
        assertThat(verify(receipt, "--key", folder.resolve("key.jwk").toString()))
                .startsWith("0");
        SigningKey another = SigningKey.at(folder.resolve("another.jwk"));
        assertThat(verify(receipt, "--public-key", another.x())).startsWith("1").contains("BROKEN");
        assertThat(verify(receipt.replace("\"rows\":3", "\"rows\":4"))).startsWith("1");
        assertThat(verify("no receipt")).startsWith("2");
    }

    @Test
    void no_byte_of_it_can_be_changed() {
        byte[] bytes = receipt.getBytes(UTF_8);
        int found = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            found += SignedJson.verified(new String(changed, UTF_8), key.x()).isEmpty() ? 1 : 0;
        }
        assertThat(found).isEqualTo(bytes.length);
        assertThat(SignedJson.verified(receipt, key.x())).isPresent();
    }

    /// @return  what it ended with, then what it said
    private String verify(String text, String... options) throws Exception {
        Path file = Files.writeString(folder.resolve("receipt.json"), text);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int ended;
        try (PrintStream out = new PrintStream(said, true, UTF_8)) {
            List<String> arguments = new java.util.ArrayList<>(List.of("verify-receipt", file.toString()));
            arguments.addAll(List.of(options));
            ended = AuditVerify.run(arguments, out);
        }
        return ended + " " + said.toString(UTF_8);
    }
}
