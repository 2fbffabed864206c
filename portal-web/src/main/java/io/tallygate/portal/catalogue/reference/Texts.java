package io.tallygate.portal.catalogue.reference;

import java.util.Arrays;
import java.util.List;

/// Markdown of strangers, made plain: no link, image or markup of theirs gets onto our page.
final class Texts {
    private static final int LONGEST = 4000;

    private Texts() {}

    /// An item of a list is a paragraph of its own.
    static List<String> paragraphs(String markdown) {
        String bounded = markdown.length() <= LONGEST ? markdown : markdown.substring(0, LONGEST) + "…";
        return Arrays.stream(bounded.split("\\R\\s*\\R|\\R(?=\\s{0,3}[-*+] )"))
                .map(paragraph -> line(paragraph.replaceFirst("^\\s{0,3}[-*+] +", "• ")))
                .filter(paragraph -> !paragraph.isEmpty())
                .toList();
    }

    static String line(String markdown) {
        return markdown.replaceAll("!?\\[([^\\]]*)]\\([^)]*\\)", "$1")
                .replaceAll("(?m)^\\s{0,3}#{1,6}\\s+", "")
                .replaceAll("(\\*\\*|__|`)", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
