package io.tallygate.portal.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.FreePorts;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.SellingTenant;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The shared table of spellings through the entry points of a running portal that allows no address of its own, with
/// this machine's own names. Listeners on every address of this machine count what is dialled.
class EntryPointsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path TABLE = Path.of("../infra/contracts/suites/url-spellings-ssrf.json");
    private static final Pattern HOST = Pattern.compile("(https?:/*)([^/?#@\\\\:]+|\\[[^\\]]*\\])(:\\d+)?([/?#].*)?");

    private final AtomicInteger connections = new AtomicInteger();
    private final List<ServerSocket> listeners = new ArrayList<>();
    private int port;
    private RunningPortal portal;
    private ApiClient owner;
    private String api;

    @BeforeEach
    void start() throws Exception {
        port = FreePorts.next();
        listen(port);
        try {
            listen(80);
        } catch (BindException notOurs) {
            System.out.println("port 80 is not ours to listen on; each address is also tried with port " + port);
        }
        portal = RunningPortal.shared().beside(Map.of("TALLYGATE_OUTBOUND_ALLOW", ""));
        owner = ApiClient.ofNewTenant(portal);
        api = "/apis/"
                + owner.make(
                                "/apis",
                                JSON.createObjectNode()
                                        .put("slug", "orders")
                                        .put("document", SellingTenant.document("1.0.0", "/orders"))
                                        .toString())
                        .path("id")
                        .asText();
    }

    @AfterEach
    void stop() throws Exception {
        portal.close();
        for (ServerSocket listener : listeners) {
            listener.close();
        }
    }

    private void listen(int at) throws IOException {
        ServerSocket listener = new ServerSocket(at);
        listeners.add(listener);
        byte[] document = SellingTenant.document("1.0.0", "/orders").getBytes(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().start(() -> {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    connections.incrementAndGet();
                    socket.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\nContent-Length: " + document.length + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().write(document);
                } catch (IOException gone) {
                    // the other side is done
                }
            }
        });
    }

    @Test
    void no_spelling_leads_inside_by_an_import_or_an_upstream() throws Exception {
        List<String> wrong = new ArrayList<>();
        int calls = 0;
        for (JsonNode row : JSON.readTree(Files.readString(TABLE)).path("cases")) {
            if (!row.path("mustBlock").asBoolean()) {
                continue; // these lead out of this machine
            }
            for (String url : spellings(row.path("url").asText())) {
                HttpResponse<String> imported = owner.post(
                        "/apis", JSON.createObjectNode().put("documentUrl", url).toString());
                if (imported.statusCode() != 422
                        || !ApiClient.json(imported)
                                .at("/errors/0/pointer")
                                .asText()
                                .equals("/documentUrl")) {
                    wrong.add("imported from " + url + ": " + imported.statusCode());
                }
                HttpResponse<String> upstream = owner.send(
                        "PATCH",
                        api,
                        JSON.createObjectNode().put("upstream", url).toString(),
                        "If-Match",
                        "*");
                // a name is taken here, and looked up by the gateway, whose wall has this table too
                boolean isName = row.has("dns") || row.path("why").asText().startsWith("not a valid");
                if (upstream.statusCode() != 422 && !(isName && upstream.statusCode() == 200)) {
                    wrong.add("taken as an upstream " + url + ": " + upstream.statusCode());
                }
                calls += 2;
            }
        }
        System.out.printf("%d calls by import and as upstream: %d connections%n", calls, connections.get());
        assertThat(calls).isGreaterThan(400);
        assertThat(wrong).isEmpty();
        assertThat(connections).hasValue(0);

        connections.set(0);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getInputStream().read();
        }
        assertThat(connections).as("a connection counts").hasValue(1);
    }

    /// As the table has it, and with the port that is listened on.
    private List<String> spellings(String url) {
        Matcher parts = HOST.matcher(url);
        if (!parts.matches()) {
            return List.of(url);
        }
        String rest = parts.group(4) == null ? "" : parts.group(4);
        return List.of(url, parts.group(1) + parts.group(2) + ":" + port + rest);
    }
}
