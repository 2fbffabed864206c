package io.tallygate.portal.running;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The accounts of [TestIdentityProvider], as its administration shows and changes them. Sends no messages: it notes
/// which it was asked to send.
public final class TestPeople {
    private static final String USERS = "/users";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> accounts = new ConcurrentHashMap<>();
    private final List<Link> links = new CopyOnWriteArrayList<>();

    /// A message that was to be sent.
    /// @param query  of the call
    public record Link(String subject, String query) {}

    TestPeople() {}

    /// Somebody who was there before.
    /// @param unverified  as an operator, or another program, made them
    public String add(String email, boolean unverified) {
        ObjectNode account = JSON.createObjectNode().put("email", email).put("emailVerified", !unverified);
        return put(account);
    }

    public List<ObjectNode> of(String email) {
        return accounts.values().stream()
                .filter(account -> account.path("email").asText().equals(email))
                .toList();
    }

    /// They followed the link and chose a password.
    public void prove(String subject) {
        ObjectNode account = accounts.get(subject);
        account.put("emailVerified", true).putArray("requiredActions");
    }

    public List<Link> linksTo(String subject) {
        return links.stream().filter(link -> link.subject().equals(subject)).toList();
    }

    /// @return  false when this was no question of ours
    boolean answered(HttpExchange exchange, String path) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        String subject = path.length() > USERS.length() ? path.substring(USERS.length() + 1) : "";
        String verb = exchange.getRequestMethod();
        if (verb.equals("GET") && subject.isEmpty() && query != null && query.contains("email=")) {
            ArrayNode found = JSON.createArrayNode();
            found.addAll(of(URLDecoder.decode(query.replaceFirst(".*email=([^&]*).*", "$1"), StandardCharsets.UTF_8)));
            send(exchange, 200, found.toString());
        } else if (verb.equals("POST") && subject.isEmpty()) {
            ObjectNode account = (ObjectNode) JSON.readTree(exchange.getRequestBody());
            String made = put(account);
            exchange.getResponseHeaders().add("Location", "http://localhost" + USERS + "/" + made);
            send(exchange, 201, "");
        } else if (subject.endsWith("/execute-actions-email")) {
            links.add(new Link(subject.substring(0, subject.indexOf('/')), query));
            send(exchange, 204, "");
        } else if (verb.equals("GET") && accounts.containsKey(subject)) {
            send(exchange, 200, accounts.get(subject).toString());
        } else if (verb.equals("DELETE") && accounts.remove(subject) != null) {
            send(exchange, 204, "");
        } else {
            return false;
        }
        return true;
    }

    private String put(ObjectNode account) {
        String subject = UUID.randomUUID().toString();
        accounts.put(subject, account.put("id", subject).put("createdTimestamp", System.currentTimeMillis()));
        return subject;
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
