package io.tallygate.portal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/p/acme/", "/p/acme/usage?range=week&application=1", "/console/acme/apis/new"})
    void a_path_of_ours_is_returned_to(String path) {
        assertThat(LocalPath.of(path).value()).isEqualTo(path);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "//evil.example",
                "/\\evil.example",
                "https://evil.example/",
                "javascript:alert(1)",
                "p/acme",
                "/p\r\nSet-Cookie: a=b",
                "/\t/evil.example",
                "/p/ä"
            })
    void anything_that_could_lead_elsewhere_leads_home(String asked) {
        assertThat(LocalPath.of(asked).value()).isEqualTo("/");
    }
}
