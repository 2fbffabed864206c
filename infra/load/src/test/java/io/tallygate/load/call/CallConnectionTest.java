package io.tallygate.load.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.load.upstream.WitnessUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallConnectionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nX-Request-Id: A\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nx-request-id: A\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nX-Request-Id:A\r\n\r\n"
            })
    void a_whole_answer_is_complete(String answer) throws IOException {
        assertThat(answered(answer).requestId()).isEqualTo("A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nX-Request-Id: A\r\nContent-Length: 2\r\n",
                "HTTP/1.1 200 OK\r\nX-Request-Id: A\r\nContent-Length: 2\r\n\r\no",
                "HTTP/1.1 200 OK\r\nX-Request-Id: A\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
                "HTTP/1.1 200 OK\r\nX-Request-Id: A\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n",
                "HTTP/1.1 200 OK\r\nX-Request-Id: A\r\n\r\nok"
            })
    void an_answer_that_lacks_a_byte_is_cut(String answer) {
        assertThatThrownBy(() -> answered(answer)).isInstanceOf(IOException.class);
    }

    @Test
    void load_goes_to_loopback_only() {
        assertThatThrownBy(() -> CallConnection.open(URI.create("http://192.0.2.1:80")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("loopback");
    }

    @Test
    void the_upstream_counts_calls_without_an_id_and_keeps_the_connection() throws IOException {
        URI address = URI.create("http://127.0.0.1:" + freePort());
        try (WitnessUpstream upstream = WitnessUpstream.start(address);
                CallConnection connection = CallConnection.open(address)) {
            assertThat(connection.get("/ping", null).status()).isEqualTo(200);
            assertThat(connection.get("/ping", "key").status()).isEqualTo(200);
            assertThat(connection.reusable()).isTrue();
            assertThat(upstream.withoutId()).isEqualTo(2);
            assertThat(upstream.answered()).isEmpty();
        }
    }

    private static Answer answered(String bytes) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket connection = server.accept()) {
                    connection.getInputStream().read(new byte[1024]);
                    connection.getOutputStream().write(bytes.getBytes(ISO_8859_1));
                } catch (IOException gone) {
                    throw new IllegalStateException(gone);
                }
            });
            try (CallConnection connection =
                    CallConnection.open(URI.create("http://127.0.0.1:" + server.getLocalPort()))) {
                return connection.get("/", "key");
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
