package io.tallygate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A folder is a room, and a room introduces itself.
class RoomsTest {

    @Test
    void the_top_of_the_house_holds_exactly_what_the_style_names() throws IOException {
        try (Stream<Path> top = Files.list(HouseLocations.root())) {
            List<String> names = top.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.equals("target"))
                    .sorted()
                    .toList();
            assertThat(names)
                    .as("a new top-level folder is a new word for every reader: is it one of the rooms we have?")
                    .containsExactly(
                            "LICENSE",
                            "README.md",
                            "billing",
                            "gateway-runtime",
                            "infra",
                            "metering",
                            "pom.xml",
                            "portal-web");
        }
    }

    @Test
    void every_room_introduces_itself_and_is_null_marked() throws IOException {
        List<Path> silent;
        try (Stream<Path> all = Files.walk(HouseLocations.root())) {
            silent = all.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> path.toString().contains("/src/main/java/"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(room -> !introduces(room.resolve("package-info.java")))
                    .map(HouseLocations.root()::relativize)
                    .sorted()
                    .toList();
        }
        assertThat(silent)
                .as("these rooms lack a package-info.java with a /// description and @NullMarked")
                .isEmpty();
    }

    private static boolean introduces(Path packageInfo) {
        try {
            String text = Files.readString(packageInfo);
            return text.contains("@NullMarked") && text.startsWith("///");
        } catch (IOException missing) {
            return false;
        }
    }
}
