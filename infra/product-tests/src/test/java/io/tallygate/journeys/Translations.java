package io.tallygate.journeys;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/// The portal's own English sentences that have another wording in German: none of them may stand on a German page.
final class Translations {
    /// Names that the sample's documents give to things of theirs; they are nobody's to translate.
    private static final Set<String> GIVEN_NAMES = Set.of("Address");

    private final Set<String> english = new HashSet<>();

    Translations() throws IOException {
        Path bundles = RunningStack.root().resolve("portal-web/src/main/resources/messages");
        Set<String> german = new HashSet<>();
        try (Stream<Path> files = Files.list(bundles)) {
            for (Path file : files.toList()) {
                boolean translated = file.getFileName().toString().endsWith("_de.properties");
                read(file).values().forEach(value -> (translated ? german : english).add(value.toString()));
            }
        }
        english.removeAll(german);
        english.removeAll(GIVEN_NAMES);
        english.removeIf(sentence -> sentence.contains("{"));
    }

    List<String> untranslated(List<String> texts) {
        return texts.stream()
                .filter(text -> text.contains("??") || english.contains(text))
                .toList();
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
