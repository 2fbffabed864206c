package io.tallygate.portal.frame;

import static io.tallygate.portal.input.Reason.because;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.input.Reason;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever is refused anywhere in the portal can be said in German. The sentences are those of the code itself.
class RefusalsTest {
    private static final Path CODE = Path.of("src/main/java");
    private static final String LITERAL = "\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final Pattern SAID =
            Pattern.compile("\\bbecause\\(\\s*(" + LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*)\\s*[,)]");
    private static final Pattern ANY = Pattern.compile("\\bbecause\\(");
    private static final Pattern PLACE = Pattern.compile("\\{\\d");

    @Test
    void every_refusal_has_a_german_text_and_no_text_is_left_over() throws IOException {
        assertThat(german().stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(sentences().keySet());
    }

    @Test
    void every_sentence_is_written_out_where_it_is_said() throws IOException {
        assertThat(found(SAID)).isEqualTo(found(ANY) - 1); // but for because itself
    }

    @Test
    void a_german_text_speaks_of_nothing_that_its_refusal_does_not_know() throws IOException {
        Properties german = german();
        sentences()
                .forEach((key, english) ->
                        assertThat(places(german.getProperty(key))).as(key).isSubsetOf(places(english)));
    }

    @Test
    void an_apostrophe_would_be_eaten() throws IOException {
        assertThat(sentences().values()).noneMatch(sentence -> sentence.contains("'"));
    }

    @Test
    void a_reason_inside_of_a_reason_is_said_in_the_same_language_and_numbers_as_it_writes_them() {
        Reason reason = because(
                "The {0} {1} is not named, and cannot be deleted: {2}",
                "product", "gold", because("At most {0} bytes.", 1_234));
        assertThat(new Messages(Locale.UK).text(reason))
                .isEqualTo(reason.english())
                .isEqualTo("The product gold is not named, and cannot be deleted: At most 1,234 bytes.");
        assertThat(new Messages(Locale.GERMANY).text(reason))
                .isEqualTo("„gold“ ist nicht genannt, lässt sich aber nicht löschen: Höchstens 1.234 Bytes.");
    }

    private static TreeMap<String, String> sentences() throws IOException {
        TreeMap<String, String> sentences = new TreeMap<>();
        try (Stream<Path> files = Files.walk(CODE)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                SAID.matcher(Files.readString(file))
                        .results()
                        .map(RefusalsTest::sentence)
                        .forEach(sentence -> sentences.put(Reason.keyOf(sentence), sentence));
            }
        }
        return sentences;
    }

    private static String sentence(MatchResult call) {
        return Pattern.compile(LITERAL)
                .matcher(call.group(1))
                .results()
                .map(literal -> literal.group().substring(1, literal.group().length() - 1))
                .collect(Collectors.joining())
                .translateEscapes();
    }

    private static long found(Pattern pattern) throws IOException {
        long found = 0;
        try (Stream<Path> files = Files.walk(CODE)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                found += pattern.matcher(Files.readString(file)).results().count();
            }
        }
        return found;
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties german() throws IOException {
        Properties german = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("src/main/resources/messages/refusal_de.properties"))) {
            german.load(in);
        }
        return german;
    }
}
