package io.tallygate.portal.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.web.ControlApiApplication;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whoever adds a method to the control API describes it.
class ControlApiDescriptionTest {
    private static final List<Class<?>> CLASSES = new ArrayList<>(new ControlApiApplication().getClasses());

    @Test
    void every_method_of_a_resource_is_described() {
        assertThat(OpenApiDocument.gaps(CLASSES)).isEmpty();
    }

    @Test
    void the_same_code_makes_the_same_document() {
        List<Class<?>> backwards = new ArrayList<>(CLASSES).reversed();
        assertThat(OpenApiDocument.of(backwards).toString())
                .isEqualTo(OpenApiDocument.of(CLASSES).toString());
    }
}
