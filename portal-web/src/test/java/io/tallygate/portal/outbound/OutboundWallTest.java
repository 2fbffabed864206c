package io.tallygate.portal.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundWallTest {
    private final OutboundWall wall = OutboundWall.allowing("127.0.0.1:8501, [::1]:8502");

    @ParameterizedTest
    @CsvSource({
        "https://Orders.Example.com/v1/, https://orders.example.com/v1",
        "http://93.184.216.34:8080, http://93.184.216.34:8080",
        "http://127.0.0.1:8501/base, http://127.0.0.1:8501/base",
        "http://[::1]:8502, http://[::1]:8502",
        "https://[2606:2800:220:1::1], https://[2606:2800:220:1::1]"
    })
    void a_public_or_listed_address_is_taken(String entered, String kept) throws RefusedAddress {
        assertThat(wall.check(entered)).hasToString(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8500",
                "http://127.0.0.1",
                "http://localhost:8501",
                "http://10.0.0.1",
                "http://192.168.1.1",
                "http://172.16.0.1",
                "http://169.254.169.254/latest",
                "http://0.0.0.0",
                "http://0",
                "http://2130706433",
                "http://0x7f.1",
                "http://0177.0.0.1",
                "http://127.1",
                "http://100.64.0.1",
                "http://[::]",
                "http://[::ffff:127.0.0.1]",
                "http://[fe80::1]",
                "http://[fd00::1]",
                "http://[64:ff9b::7f00:1]",
                "http://[2002:7f00:1::]",
                "http://db",
                "http://x.internal",
                "http://printer.local",
                "ftp://example.com",
                "example.com",
                "",
                "http://user:secret@example.com",
                "http://example.com/?q=1",
                "http://example.com/#f",
                "http://example.com/a/../b",
                "http://example.com/a//b",
                "http://exa mple.com",
                "http://example.com:0",
                "http://example.com:99999",
                "file:///etc/passwd",
                "http:///path"
            })
    void any_other_address_is_refused_with_a_reason(String entered) {
        assertThatThrownBy(() -> wall.check(entered))
                .isInstanceOf(RefusedAddress.class)
                .hasMessageEndingWith(".");
    }
}
