package io.tallygate.stack.part;

import java.util.Map;
import java.util.Optional;

/// Where mail is handed over for delivery: the stack's own mail part, or another by `TALLYGATE_SMTP_HOST`,
/// `TALLYGATE_SMTP_PORT` and `TALLYGATE_MAIL_FROM` in the environment of `infra/up`.
/// @param from  the sender's address
public record SmtpServer(String host, int port, String from) {
    private static final int USUAL_PORT = 1025;

    static SmtpServer of(Ports ports, Map<String, String> environment) {
        return new SmtpServer(
                environment.getOrDefault("TALLYGATE_SMTP_HOST", "127.0.0.1"),
                Optional.ofNullable(environment.get("TALLYGATE_SMTP_PORT"))
                        .map(Integer::valueOf)
                        .orElse(USUAL_PORT + ports.offset()),
                environment.getOrDefault("TALLYGATE_MAIL_FROM", "no-reply@tallygate.example"));
    }
}
