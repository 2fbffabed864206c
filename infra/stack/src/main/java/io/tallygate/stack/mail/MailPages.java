package io.tallygate.stack.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;

/// `/` lists the newest messages, `/mails/{id}` shows one, `/mails.json` is for scripts and tests. Messages hold links
/// that open doors, so only this machine is answered, and no other site's page may ask (the Host must be ours).
final class MailPages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Mailbox mailbox;

    MailPages(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    private record Answer(int status, String type, String body) {}

    void listen(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answerTo(exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", answer.type());
            headers.set(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private Answer answerTo(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !host.matches("(localhost|127\\.0\\.0\\.1)(:[0-9]+)?")) {
            return new Answer(421, "text/plain", "This is no address of the mail page.\n");
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            return new Answer(405, "text/plain", "Read only.\n");
        }
        String path = exchange.getRequestURI().getPath();
        return switch (path) {
            case "/" -> html(200, MailHtml.list(mailbox.newestFirst()));
            case "/mails.json" -> new Answer(200, "application/json", json());
            case "/mail.css" -> new Answer(200, "text/css", MailHtml.STYLE);
            case "/health" -> new Answer(200, "text/plain", "up\n");
            default ->
                one(path).map(mail -> html(200, MailHtml.one(mail))).orElseGet(() -> html(404, MailHtml.nothing()));
        };
    }

    private Optional<ReceivedMail> one(String path) {
        return path.matches("/mails/[0-9]{1,15}")
                ? mailbox.find(Long.parseLong(path.substring("/mails/".length())))
                : Optional.empty();
    }

    private static Answer html(int status, String page) {
        return new Answer(status, "text/html; charset=utf-8", page);
    }

    private String json() {
        ArrayNode all = JSON.createArrayNode();
        for (ReceivedMail mail : mailbox.newestFirst()) {
            all.addObject()
                    .put("id", mail.id())
                    .put("receivedAt", mail.receivedAt().toString())
                    .put("from", mail.from())
                    .put("to", mail.to())
                    .put("subject", mail.subject())
                    .put("language", mail.language())
                    .put("text", mail.text())
                    .put("html", mail.html());
        }
        return all.toPrettyString() + "\n";
    }
}
