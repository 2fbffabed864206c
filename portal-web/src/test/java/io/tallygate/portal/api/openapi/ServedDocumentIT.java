package io.tallygate.portal.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.RunningPortal;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The document that the running portal serves of itself, against what it serves.
class ServedDocumentIT {
    private static final String ADDRESS = "/api/v1/openapi.json";
    private static final List<String> VERBS = List.of("GET", "PUT", "POST", "PATCH", "DELETE");

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

    /// Without a token a served operation answers 401; a verb that an address does not have 405, and what is no address
    /// 404: so the server itself says what it serves, at every described address and around it.
    @Test
    void what_is_described_is_served_and_nothing_else_is() throws Exception {
        List<DescribedApi.Operation> described =
                new DescribedApi(portal.get(ADDRESS).body()).operations();
        Map<String, Set<String>> verbs = new TreeMap<>();
        Set<String> open = new TreeSet<>();
        for (DescribedApi.Operation operation : described) {
            verbs.computeIfAbsent(operation.path(), any -> new TreeSet<>()).add(operation.verb());
            if (operation.isOpen()) {
                open.add(operation.toString());
            }
        }
        int probes = 0;
        for (Map.Entry<String, Set<String>> address : verbs.entrySet()) {
            for (String verb : VERBS) {
                probes++;
                int status = status(verb, address.getKey());
                String probe = verb + " " + address.getKey();
                if (open.contains(probe)) {
                    assertThat(status).as(probe).isNotIn(401, 405);
                } else {
                    assertThat(status).as(probe).isEqualTo(isServed(verb, address.getKey(), verbs) ? 401 : 405);
                }
            }
        }
        for (String neighbour : neighbours(verbs.keySet())) {
            for (String verb : VERBS) {
                probes++;
                assertThat(status(verb, neighbour)).as(verb + " " + neighbour).isEqualTo(404);
            }
        }
        System.out.printf("%d operations at %d addresses; %d probes%n", described.size(), verbs.size(), probes);
    }

    /// There, or by a template that the address fits as well: `verify` is also some `{id}`.
    private static boolean isServed(String verb, String address, Map<String, Set<String>> verbs) {
        return verbs.entrySet().stream()
                .anyMatch(one -> one.getValue().contains(verb) && matches(one.getKey(), address));
    }

    private int status(String verb, String template) throws IOException, InterruptedException {
        String path = template.replaceAll("\\{\\w+}", "x");
        return portal.send(verb, "/api/v1" + path, verb.equals("GET") ? null : "{}")
                .statusCode();
    }

    /// A step up and a step down from each address, as far as nothing is described there.
    private static Set<String> neighbours(Set<String> addresses) {
        Set<String> neighbours = new TreeSet<>();
        for (String address : addresses) {
            neighbours.add(address + "/nothing");
            String above = address.substring(0, address.lastIndexOf('/'));
            if (!above.isEmpty()) {
                neighbours.add(above);
            }
        }
        neighbours.removeIf(candidate -> addresses.stream().anyMatch(address -> matches(address, candidate)));
        return neighbours;
    }

    private static boolean matches(String template, String address) {
        return address.replaceAll("\\{\\w+}", "x").matches(template.replaceAll("\\{\\w+}", "[^/]+"));
    }
}
