package io.tallygate.portal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Both languages say everything, and every key that a template or a page names exists.
class MessagesTest {
    private static final Path BUNDLES = Path.of("src/main/resources/messages");
    private static final Pattern IN_TEMPLATE = Pattern.compile("#\\{([a-zA-Z][a-zA-Z0-9.-]*)");
    private static final Pattern IN_PAGE = Pattern.compile(
            "\"((?:account|application|catalogue|console|consumer|credit|dispute|payment|frame|gatewayconfig|invitation|"
                + "invoice|lifecycle|plan|meter|event|deadletter|reconciliation|retention|publishing|routing|state|subscription|tenancy|usage)"
                + "\\.[a-zA-Z0-9.-]*[a-zA-Z0-9])\"");

    @Test
    void german_and_english_have_the_same_keys_in_every_room() throws IOException {
        for (Map.Entry<String, Properties> english :
                bundles(name -> !name.endsWith("_de")).entrySet()) {
            Properties german = read(BUNDLES.resolve(english.getKey() + "_de.properties"));
            assertThat(german.stringPropertyNames())
                    .as("keys of " + english.getKey())
                    .containsExactlyInAnyOrderElementsOf(english.getValue().stringPropertyNames());
        }
    }

    @Test
    void every_text_is_a_pattern_that_can_be_filled() throws IOException {
        for (Properties bundle : bundles(name -> true).values()) {
            bundle.forEach((key, text) -> assertThat(new MessageFormat(text.toString(), Locale.UK))
                    .as(key.toString())
                    .isNotNull());
            assertThat(bundle.values().stream().map(Object::toString))
                    .as("an ASCII apostrophe would be eaten; write ’")
                    .noneMatch(text -> text.contains("'"));
        }
    }

    @Test
    void every_key_that_a_template_names_exists() throws IOException {
        assertThat(keys("src/main/webapp/WEB-INF/views", ".html", IN_TEMPLATE)).isSubsetOf(known());
    }

    @Test
    void every_key_that_a_page_names_exists() throws IOException {
        assertThat(keys("src/main/java", ".java", IN_PAGE)).isSubsetOf(known());
    }

    private static Set<String> known() throws IOException {
        Set<String> known = new TreeSet<>();
        bundles(name -> !name.endsWith("_de")).values().forEach(bundle -> known.addAll(bundle.stringPropertyNames()));
        return known;
    }

    private static Set<String> keys(String folder, String suffix, Pattern pattern) throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            List<Path> named =
                    files.filter(file -> file.toString().endsWith(suffix)).toList();
            for (Path file : named) {
                pattern.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(keys::add);
            }
        }
        assertThat(keys).isNotEmpty();
        return keys;
    }

    private static Map<String, Properties> bundles(Predicate<String> wanted) throws IOException {
        Map<String, Properties> bundles = new java.util.TreeMap<>();
        try (Stream<Path> files = Files.list(BUNDLES)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".properties", "");
                if (wanted.test(name)) {
                    bundles.put(name, read(file));
                }
            }
        }
        return bundles;
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }
}
