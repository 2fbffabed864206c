package io.tallygate.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.stack.part.ClickHouse;
import io.tallygate.stack.part.Gateway;
import io.tallygate.stack.part.Installation;
import io.tallygate.stack.part.Keycloak;
import io.tallygate.stack.part.Mail;
import io.tallygate.stack.part.Part;
import io.tallygate.stack.part.PartList;
import io.tallygate.stack.part.Portal;
import io.tallygate.stack.part.Postgres;
import io.tallygate.stack.part.Upstreams;
import io.tallygate.stack.process.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// `stack.json`: where a running stack answers, for scripts and tests. It is there exactly while the stack is up.
final class StackFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StackFile() {}

    /// @param demo  what sample data was loaded; an empty object when none was
    static ObjectNode describe(Installation at, PartList parts, Map<String, Long> processes, ObjectNode demo) {
        ObjectNode stack = JSON.createObjectNode();
        for (Part part : parts.all()) {
            switch (part) {
                case Portal portal -> stack.put("portal", portal.address());
                case Gateway gateway ->
                    stack.put("gateway", gateway.address())
                            .put("gatewayTls", gateway.tls())
                            .put("gatewayAdmin", gateway.admin());
                case Keycloak keycloak -> stack.put("keycloak", keycloak.address());
                case ClickHouse clickHouse -> stack.put("clickhouse", clickHouse.address());
                case Postgres postgres -> stack.putObject("postgres").put("url", postgres.url());
                case Mail mail -> stack.put("mail", mail.address());
                case Upstreams upstreams -> stack.put("sampleUpstreams", upstreams.address());
            }
        }
        stack.putObject("keycloakAdmin")
                .put("user", Keycloak.ADMINISTRATOR)
                .put("password", parts.keycloak().adminPassword());
        stack.put("drillUpstream", "http://127.0.0.1:" + at.ports().drillUpstream());
        if (!at.redis().isEmpty()) {
            stack.put("redis", at.redis());
        }
        stack.put("data", at.data().toString());
        stack.put("portOffset", at.ports().offset());
        ObjectNode ids = stack.putObject("processes");
        processes.forEach(ids::put);
        ids.put("launcher", ProcessHandle.current().pid());
        ObjectNode all = stack.putObject("demo");
        all.setAll(demo);
        all.put("operatorToken", at.secrets().token("operator", "tgp_"));
        return stack;
    }

    static void write(Path file, ObjectNode stack) {
        AtomicFile.write(file, stack.toPrettyString() + "\n");
    }

    static JsonNode read(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    /// The addresses and sign-ins as a person wants them.
    static String summary(JsonNode stack, Path file) {
        JsonNode demo = stack.path("demo");
        StringBuilder text = new StringBuilder("\n");
        line(text, "portal", stack.path("portal").asText());
        line(text, "gateway", stack.path("gateway").asText());
        line(text, "its TLS", stack.path("gatewayTls").asText());
        line(text, "its admin", stack.path("gatewayAdmin").asText());
        line(text, "identity", stack.path("keycloak").asText());
        line(text, "usage", stack.path("clickhouse").asText());
        line(text, "mail", stack.path("mail").asText());
        if (demo.has("ownerUser")) {
            line(text, "publisher", signIn(stack, demo, "/console/%s/", "ownerUser", "ownerPassword"));
            line(text, "developer", signIn(stack, demo, "/p/%s/", "developerUser", "developerPassword"));
            line(text, "try", demo.path("exampleCall").asText());
        }
        line(text, "all of it", file + "   logs beside it in logs/");
        line(text, "stop", "Ctrl-C where it runs in the foreground, or infra/down");
        return text.toString();
    }

    private static String signIn(JsonNode stack, JsonNode demo, String path, String user, String password) {
        return "%s%s   %s / %s"
                .formatted(
                        stack.path("portal").asText(),
                        path.formatted(demo.path("tenant").asText()),
                        demo.path(user).asText(),
                        demo.path(password).asText());
    }

    private static void line(StringBuilder text, String what, String value) {
        if (value.isEmpty()) {
            return; // the part was left out
        }
        text.append("  %-11s %s%n".formatted(what, value));
    }
}
