package io.tallygate.portal.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MailMessagesTest {

    @Test
    void every_message_has_a_subject_and_a_text() {
        Set<String> keys =
                ResourceBundle.getBundle("messages.mail", Locale.ENGLISH).keySet();
        Set<String> subjects = stems(keys, ".subject");
        assertThat(subjects).isNotEmpty().isEqualTo(stems(keys, ".text"));
        assertThat(keys).hasSize(2 * subjects.size());
    }

    @Test
    void whatever_a_text_says_is_escaped_and_addresses_become_links() {
        assertThat(HtmlText.of("en", "<Title>", "A & \"B\" <script>\n\nSee https://a.example/x?y=1&z=2.\nBye"))
                .contains("<title>&lt;Title&gt;</title>")
                .contains("<p>A &amp; &quot;B&quot; &lt;script&gt;</p>")
                .contains("<a href=\"https://a.example/x?y=1&amp;z=2\">https://a.example/x?y=1&amp;z=2</a>.<br>\nBye");
    }

    private static Set<String> stems(Set<String> keys, String end) {
        return keys.stream()
                .filter(key -> key.endsWith(end))
                .map(key -> key.substring(0, key.length() - end.length()))
                .collect(Collectors.toSet());
    }
}
