package io.tallygate.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The classes' side of this wall is tested with the other walls, in `infra/product-tests`.
class IndependenceTest {
    @Test
    void the_drills_depend_on_no_module_of_the_product() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String dependencies = pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>"));
        assertThat(dependencies)
                .as("a drill judges the product, so it must not share the product's code or its mistakes")
                .doesNotContain("io.tallygate");
    }
}
