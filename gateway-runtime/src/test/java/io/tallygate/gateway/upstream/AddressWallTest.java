package io.tallygate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A tenant's target cannot lead into the network that the gateway stands in.
class AddressWallTest {
    private static final Path TABLE = Path.of("../infra/contracts/suites/url-spellings-ssrf.json");
    private static final Pattern HOST = Pattern.compile("^https?://\\[?([^/\\]?#]+?)\\]?(?:[/?#]|:\\d+|$)");

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

    /// A feed that named such an address would be a fault of the portal, and still none is connected to: a host that is
    /// no literal is a name, and what names lead to stands in the table.
    @Test
    void every_inner_address_of_the_shared_table_is_closed_and_every_other_open() throws Exception {
        AddressWall closed = AddressWall.allowing("");
        int inner = 0;
        int outer = 0;
        for (JsonNode row : new ObjectMapper().readTree(TABLE.toFile()).path("cases")) {
            for (InetAddress address : addresses(row)) {
                boolean mustBlock = row.path("mustBlock").asBoolean() && !row.has("answers");
                assertThat(closed.allows(new Target("any.example", 80, 1, false), address))
                        .as(row.path("url").asText() + " at " + address)
                        .isEqualTo(!mustBlock);
                if (mustBlock) {
                    inner++;
                } else {
                    outer++;
                }
            }
        }
        System.out.println("gateway: " + inner + " inner addresses of the table closed, " + outer + " others open");
        assertThat(inner).isGreaterThan(60);
    }

    private static List<InetAddress> addresses(JsonNode row) {
        List<InetAddress> found = new ArrayList<>();
        literal(row.path("address").asText()).ifPresent(found::add);
        row.path("dns")
                .forEach(answers ->
                        answers.forEach(answer -> literal(answer.asText()).ifPresent(found::add)));
        if (found.isEmpty()) {
            Matcher host = HOST.matcher(row.path("url").asText());
            if (host.find()) {
                literal(host.group(1)).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }
}
