package io.tallygate.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is asked, and however it ends: the answer says what the request is called.
class RequestNamesIT {
    private final RunningPortal portal = RunningPortal.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/p/nobody/",
                "/console/nobody/",
                "/static/tallygate.css",
                "/static/not-there.css",
                "/api/v1/me",
                "/api/v1/not/there",
                "/gateway-feed/v1",
                "/gateway-feed/v1/not-there",
            })
    void every_answer_names_its_request_and_takes_the_callers_own_name(String path) throws Exception {
        HttpResponse<String> unnamed = portal.get(path);
        assertThat(unnamed.headers().allValues("X-Request-Id"))
                .singleElement()
                .asString()
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        HttpResponse<String> named = portal.get(path, "X-Request-Id", "mine-0815");
        assertThat(named.headers().allValues("X-Request-Id")).containsExactly("mine-0815");
        if (named.headers().firstValue("Content-Type").orElse("").equals("application/problem+json")) {
            assertThat(ApiClient.json(named).path("requestId").asText()).isEqualTo("mine-0815");
        }
    }

    @Test
    void metrics_have_no_histogram_for_each_resource_method() throws Exception {
        portal.get("/api/v1/me");
        String metrics = portal.get("/metrics").body();
        assertThat(metrics).contains("connectionpool", "threadpool").doesNotContain("REST_request");
    }
}
