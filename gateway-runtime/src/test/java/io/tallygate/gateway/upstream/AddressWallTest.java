package io.tallygate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A tenant's target cannot lead into the network that the gateway stands in.
class AddressWallTest {
    private static final AddressWall WALL = AddressWall.allowing("127.0.0.1:8501, Inside.Example:443,[::1]:9000");

    @ParameterizedTest(name = "{0}:{1} at {2}: {3}")
    @CsvSource({
        "a.example, 443, 93.184.216.34, true",
        "a.example, 443, 2606:2800:220:1:248:1893:25c8:1946, true",
        "a.example, 443, 127.0.0.1, false",
        "a.example, 443, 10.0.0.1, false",
        "a.example, 443, 172.31.255.255, false",
        "a.example, 443, 172.32.0.1, true",
        "a.example, 443, 192.168.1.1, false",
        "a.example, 443, 169.254.169.254, false",
        "a.example, 443, 100.64.0.1, false",
        "a.example, 443, 0.0.0.0, false",
        "a.example, 443, 224.0.0.1, false",
        "a.example, 443, 255.255.255.255, false",
        "a.example, 443, ::1, false",
        "a.example, 443, ::, false",
        "a.example, 443, ::ffff:10.0.0.1, false",
        "a.example, 443, 64:ff9b::a00:1, false",
        "a.example, 443, fc00::1, false",
        "a.example, 443, fe80::1, false",
        "a.example, 443, 2002:a00:1::, false",
        "a.example, 443, 2001:db8::1, false",
        "127.0.0.1, 8501, 127.0.0.1, true",
        "127.0.0.1, 8502, 127.0.0.1, false",
        "a.example, 8501, 127.0.0.1, true",
        "inside.example, 443, 10.0.0.7, true",
        "inside.example, 80, 10.0.0.7, false"
    })
    void only_global_addresses_and_listed_pairs_are_called(String host, int port, String address, boolean allowed)
            throws Exception {
        assertThat(WALL.allows(new Target(host, port, 1, false), InetAddress.getByName(address)))
                .isEqualTo(allowed);
    }
}
