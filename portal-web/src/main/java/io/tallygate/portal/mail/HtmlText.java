package io.tallygate.portal.mail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The HTML form of a message: its paragraphs, with links where the text names addresses. Everything in it is escaped.
final class HtmlText {
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)]");

    private HtmlText() {}

    static String of(String language, String title, String text) {
        StringBuilder html = new StringBuilder()
                .append("<!doctype html>\n<html lang=\"")
                .append(language)
                .append("\">\n<head><meta charset=\"utf-8\"><title>")
                .append(escaped(title))
                .append("</title></head>\n<body style=\"font-family: sans-serif; line-height: 1.5\">\n");
        for (String paragraph : text.strip().split("\n\\s*\n")) {
            html.append("<p>").append(linked(paragraph)).append("</p>\n");
        }
        return html.append("</body>\n</html>\n").toString();
    }

    private static String linked(String paragraph) {
        StringBuilder html = new StringBuilder();
        Matcher links = LINK.matcher(paragraph);
        int end = 0;
        while (links.find()) {
            String address = escaped(links.group());
            html.append(lines(paragraph.substring(end, links.start())))
                    .append("<a href=\"")
                    .append(address)
                    .append("\">")
                    .append(address)
                    .append("</a>");
            end = links.end();
        }
        return html.append(lines(paragraph.substring(end))).toString();
    }

    private static String lines(String text) {
        return escaped(text).replace("\n", "<br>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
