package io.tallygate.portal.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/// The document that the running portal serves of itself.
class ServedDocumentIT {
    private static final String ADDRESS = "/api/v1/openapi.json";

    private final RunningPortal portal = RunningPortal.shared();

    @Test
    void everybody_may_read_it_and_is_told_when_it_is_still_the_same() throws Exception {
        HttpResponse<String> answer = portal.get(ADDRESS);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        String tag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(portal.get(ADDRESS, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(portal.get(ADDRESS, "If-None-Match", "\"another\"").statusCode())
                .isEqualTo(200);
    }
}
