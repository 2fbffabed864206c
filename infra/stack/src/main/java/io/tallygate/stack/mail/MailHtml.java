package io.tallygate.stack.mail;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pages' HTML. Whatever a message says is escaped; of its HTML form nothing is shown.
final class MailHtml {
    static final String STYLE = """
        :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
        body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
        .wide { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; }
        th, td { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid #8886; text-align: left; vertical-align: top; }
        td { overflow-wrap: anywhere; }
        td.when { white-space: nowrap; font-variant-numeric: tabular-nums; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
        dd { margin: 0; overflow-wrap: anywhere; }
        .text { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; padding: 1rem; border: 1px solid #8886; border-radius: .5rem; }
        """;

    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)]");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private MailHtml() {}

    static String list(List<ReceivedMail> mails) {
        StringBuilder rows = new StringBuilder();
        for (ReceivedMail mail : mails) {
            rows.append("<tr><td class=\"when\">%s</td><td>%s</td><td><a href=\"/mails/%d\">%s</a></td></tr>\n"
                    .formatted(time(mail), escaped(mail.to()), mail.id(), escaped(subject(mail))));
        }
        String body = mails.isEmpty()
                ? "<p>Nothing was sent yet. This page shows what the portal sends; nothing leaves this machine.</p>"
                : "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Messages\"><table>\n<thead><tr>"
                        + "<th scope=\"col\">Received</th><th scope=\"col\">To</th><th scope=\"col\">Subject</th></tr>"
                        + "</thead>\n<tbody>\n" + rows + "</tbody>\n</table></div>\n<p>The newest " + Mailbox.KEPT
                        + " are kept until the stack stops. For scripts: <a href=\"/mails.json\">/mails.json</a></p>";
        return page("Mail", body);
    }

    static String one(ReceivedMail mail) {
        return page(
                subject(mail),
                "<dl><dt>From</dt><dd>%s</dd><dt>To</dt><dd>%s</dd><dt>Received</dt><dd>%s</dd></dl>\n<div class=\"text\"%s>%s</div>\n<p><a href=\"/\">All messages</a></p>"
                        .formatted(
                                escaped(mail.from()),
                                escaped(mail.to()),
                                time(mail),
                                mail.language().matches("[a-z]{2}") ? " lang=\"" + mail.language() + "\"" : "",
                                linked(mail.text())));
    }

    static String nothing() {
        return page("Not here", "<p>There is no such message any more. <a href=\"/\">All messages</a></p>");
    }

    private static String page(String title, String body) {
        return """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s</title><link rel="stylesheet" href="/mail.css"></head>
            <body><main><h1>%1$s</h1>
            %2$s
            </main></body>
            </html>
            """.formatted(escaped(title), body);
    }

    private static String subject(ReceivedMail mail) {
        return mail.subject().isBlank() ? "(no subject)" : mail.subject();
    }

    private static String time(ReceivedMail mail) {
        return TIME.format(mail.receivedAt().atZone(ZoneId.systemDefault()));
    }

    private static String linked(String text) {
        StringBuilder html = new StringBuilder();
        Matcher links = LINK.matcher(text);
        int end = 0;
        while (links.find()) {
            String address = escaped(links.group());
            html.append(escaped(text.substring(end, links.start())))
                    .append("<a href=\"%s\">%s</a>".formatted(address, address));
            end = links.end();
        }
        return html.append(escaped(text.substring(end))).toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
