package io.tallygate.load.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A running stack, read from its `stack.json` again each time: process ids change when a part is started again.
public final class Stack {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    public Stack(Path file) throws IOException {
        this.file = file;
        if (!Files.exists(file)) {
            throw new IOException(
                    "No stack is running here (" + file + " is missing): start one with infra/up --detach");
        }
    }

    public URI portal() throws IOException {
        return URI.create(text("/portal"));
    }

    public URI gateway() throws IOException {
        return URI.create(text("/gateway"));
    }

    public URI gatewayAdmin() throws IOException {
        return URI.create(text("/gatewayAdmin"));
    }

    public URI clickHouse() throws IOException {
        return URI.create(text("/clickhouse"));
    }

    /// Where the gateway shares its counts.
    public Optional<URI> redis() throws IOException {
        String address = read().path("redis").asText();
        return address.isEmpty() ? Optional.empty() : Optional.of(URI.create(address));
    }

    /// As its administrator.
    public URI postgres() throws IOException {
        return URI.create(text("/postgres/url"));
    }

    /// Where a drill may put its own upstream: the stack's allow-list names it, and nothing of the stack
    /// listens there.
    public URI drillUpstream() throws IOException {
        return URI.create(text("/drillUpstream"));
    }

    public String tenant() throws IOException {
        return text("/demo/tenant");
    }

    public String ownerToken() throws IOException {
        return text("/demo/ownerToken");
    }

    public String operatorToken() throws IOException {
        return text("/demo/operatorToken");
    }

    public String ownerUser() throws IOException {
        return text("/demo/ownerUser");
    }

    public String ownerPassword() throws IOException {
        return text("/demo/ownerPassword");
    }

    public URI keycloak() throws IOException {
        return URI.create(text("/keycloak"));
    }

    /// Its administrator.
    public String keycloakUser() throws IOException {
        return text("/keycloakAdmin/user");
    }

    public String keycloakPassword() throws IOException {
        return text("/keycloakAdmin/password");
    }

    public Path data() throws IOException {
        return Path.of(text("/data"));
    }

    /// @return  the recorded id of a part's process; -1 when it does not run
    public long processId(String part) throws IOException {
        return read().path("processes").path(part).asLong(-1);
    }

    private String text(String pointer) throws IOException {
        String text = read().at(pointer).asText();
        if (text.isEmpty()) {
            throw new IOException(file + " has no " + pointer
                    + (pointer.startsWith("/demo") ? ": the stack needs its sample data" : ""));
        }
        return text;
    }

    private JsonNode read() throws IOException {
        return JSON.readTree(file.toFile());
    }
}
