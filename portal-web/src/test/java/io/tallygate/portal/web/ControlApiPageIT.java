package io.tallygate.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The reference of the control API says what the served document says.
class ControlApiPageIT {
    private static final Pattern GROUP = Pattern.compile("href=\"(/api/group-[A-Za-z0-9-]+)\"");

    private final PortalBrowser visitor = new PortalBrowser(RunningPortal.shared());

    @Test
    void every_operation_of_the_served_document_stands_on_the_page_of_its_group() throws Exception {
        JsonNode document = new ObjectMapper()
                .readTree(RunningPortal.shared()
                        .send("GET", "/api/v1/openapi.json", null)
                        .body());
        HttpResponse<String> overview = visitor.get("/api");
        assertThat(overview.statusCode()).isEqualTo(200);
        Set<String> groups = new LinkedHashSet<>();
        GROUP.matcher(overview.body()).results().forEach(found -> groups.add(found.group(1)));
        StringBuilder pages = new StringBuilder();
        for (String group : groups) {
            HttpResponse<String> page = visitor.get(group);
            assertThat(page.statusCode()).as(group).isEqualTo(200);
            assertThat(page.body().length()).as("characters of " + group).isLessThan(1_000_000);
            pages.append(page.body());
        }
        List<String> missing = new ArrayList<>();
        int operations = 0;
        for (JsonNode item : document.path("paths")) {
            for (JsonNode operation : item) {
                if (operation.has("operationId")) {
                    operations++;
                    String id = "id=\"" + operation.path("operationId").asText() + "\"";
                    if (!pages.toString().contains(id)) {
                        missing.add(id);
                    }
                }
            }
        }
        assertThat(operations).isGreaterThan(80);
        assertThat(missing).isEmpty();
    }

    @Test
    void a_group_that_does_not_exist_is_a_page_that_says_so() throws Exception {
        HttpResponse<String> nothing = visitor.get("/api/group-Nothing");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    }

    @Test
    void every_page_leads_there() throws Exception {
        assertThat(visitor.get("/").body()).contains("href=\"/api\"");
    }
}
