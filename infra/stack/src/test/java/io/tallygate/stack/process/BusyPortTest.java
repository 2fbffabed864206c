package io.tallygate.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BusyPortTest {
    @Test
    void a_busy_port_is_named_with_the_process_that_holds_it() throws IOException {
        assumeThat(Files.exists(Path.of("/proc/net/tcp")))
                .as("the system tells who holds a port")
                .isTrue();
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BusyPort busy = BusyPort.check("portal", held.getLocalPort()).orElseThrow();
            assertThat(busy.toString())
                    .startsWith("port %d (portal) is in use by process %d, "
                            .formatted(
                                    held.getLocalPort(), ProcessHandle.current().pid()));
        }
    }

    @Test
    void a_port_that_was_let_go_is_free() throws IOException {
        int port;
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = held.getLocalPort();
        }
        assertThat(BusyPort.check("portal", port)).isEmpty();
    }
}
