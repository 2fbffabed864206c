package io.tallygate.gateway.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The tables of [RoutingSuites] asked of a gateway as its clients ask it.
class RoutingOverPortTest extends RoutingSuites {
    private static final SuiteReport REPORT = new SuiteReport("over the public port", true);
    private static final RoutingOverPort PORT = RoutingOverPort.start();

    RoutingOverPortTest() {
        super(PORT, REPORT);
    }

    @AfterAll
    static void report() throws Exception {
        REPORT.print();
        PORT.close();
    }

    @Test
    void all_65_core_rows_of_the_gateway_api_are_matched_as_they_say() {
        SuiteTable table = SuiteTable.of("route-matching");
        List<String> core = table.rows().stream()
                .filter(row -> row.path("core").asBoolean())
                .map(row -> row.path("id").asText())
                .toList();
        assertThat(core).hasSize(65);
        assertThat(core).allSatisfy(id -> {
            assertThat(table.choice(id)).isNull();
            assertThat(table.notOffered(id)).isNull();
        });
    }
}
