package io.tallygate.gateway.proxy;

import io.tallygate.gateway.running.RunningGateway;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressConnectionsTest {
    private static final String HITS = "tallygate_limit_hits_total{limit=\"connections-per-address\"}";

    @Test
    void one_address_has_no_more_connections_than_it_may_and_gets_its_places_back() throws Exception {
        try (RunningGateway gateway =
                RunningGateway.withSettings(Map.of("TALLYGATE_MAX_CONNECTIONS_PER_ADDRESS", "3"), "")) {
            List<Socket> open = new ArrayList<>();
            for (int i = 0; i < 4; i++) { // event loops welcome them in whatever order
                open.add(new Socket("127.0.0.1", gateway.port()));
            }
            RunningGateway.await("one too many", () -> gateway.metric(HITS) == 1);
            for (Socket socket : open) {
                socket.close();
            }
            RunningGateway.await("a place", () -> !isClosed(gateway));
        }
    }

    private static boolean isClosed(RunningGateway gateway) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(300);
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
