package io.tallygate.portal.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.WholeTenant;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Every operation that the running portal says it serves, called by everybody, at their own tenant, at another one, at
/// a suspended one and at none. Who may is read from what the portal tells the world, so that word and deed are
/// compared; the roles themselves are spelt out in ControlApiIT.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixIT {
    private static final Pattern NEEDS =
            Pattern.compile("Needs `([a-z-]+)`: ([a-z, ]*) of the tenant(?:; ([a-z, ]+) of the consumer)?\\.");
    /// What an operation without a body changes, so that it is undone at once for the next caller.
    private static final Map<String, String> UNDONE = Map.of("/suspend", "/resume", "/unpublish", "/publish");
    /// What may be done at a suspended tenant by whoever manages it.
    private static final Set<String> ALSO_SUSPENDED =
            Set.of("POST /tenants/{tenant}/exports", "POST /tenants/{tenant}/audit-events/verify");
    /// Which would end the tenant's suspension, or begin its end: tried in SuspensionIT and ErasureIT.
    private static final Set<String> NOT_WHILE_SUSPENDED = Set.of("/resume", "/cancel");

    private static final int TIMED = 200;

    private final PortalWithUsage at = PortalWithUsage.shared();
    private final List<String> findings = new ArrayList<>();
    private DescribedApi api;
    private WholeTenant own;
    private WholeTenant foreign;
    private int calls;

    @BeforeAll
    void two_tenants_with_one_of_everything() throws Exception {
        api = new DescribedApi(at.portal().get("/api/v1/openapi.json").body());
        own = new WholeTenant(at);
        foreign = new WholeTenant(at);
    }

    /// @param tenantRole    null for whoever is no staff
    /// @param consumerRole  null for whoever belongs to no consumer
    private record Who(
            String name,
            ApiClient client,
            @Nullable String tenantRole,
            @Nullable String consumerRole) {}

    private List<Who> everybody() {
        List<Who> everybody = new ArrayList<>();
        own.staff().forEach((role, client) -> everybody.add(new Who(role, client, role, null)));
        own.consumers().forEach((role, client) -> everybody.add(new Who(role + " of a consumer", client, null, role)));
        everybody.add(new Who("a stranger", foreign.owner(), null, null));
        everybody.add(new Who(
                "a stranger's customer",
                Objects.requireNonNull(foreign.consumers().get("owner")),
                null,
                null));
        everybody.add(new Who("a newcomer", own.owner().as(ApiClient.Person.named("newcomer")), null, null));
        everybody.add(new Who("the operator", own.operator(), null, null));
        everybody.add(new Who("nobody", own.owner().withToken(""), null, null));
        return everybody;
    }

    @Test
    void nobody_does_at_a_tenant_what_the_portal_says_they_may_not() throws Exception {
        int allowed = 0;
        for (DescribedApi.Operation operation : below()) {
            for (Who who : everybody()) {
                HttpResponse<String> answer = call(operation, own.slug(), own.things(), who.client());
                int status = answer.statusCode();
                boolean may = may(operation, who);
                boolean belongs = who.tenantRole() != null || who.consumerRole() != null;
                note(status >= 500, operation, who, answer);
                if (who.name().equals("nobody")) {
                    note(status != 401, operation, who, answer);
                } else if (may) {
                    allowed++;
                    note(status == 401 || status == 403, operation, who, answer);
                } else {
                    // 422: what is asked for could not be anybody's
                    note(
                            belongs || who.name().equals("the operator")
                                    ? status != 403 && status != 404
                                    : status != 404 && !(status == 403 && operation.isTheOperators()),
                            operation,
                            who,
                            answer);
                }
                undo(operation, answer);
            }
        }
        done("%d of them by somebody who may".formatted(allowed));
    }

    /// Byte by byte, but for the address that was called and the name of the call.
    @Test
    void another_tenants_is_answered_as_what_does_not_exist() throws Exception {
        int pairs = 0;
        Map<String, String> nothing = new LinkedHashMap<>();
        own.things()
                .keySet()
                .forEach(list -> nothing.put(list, UUID.randomUUID().toString()));
        for (DescribedApi.Operation operation : below()) {
            for (Who who : everybody()) {
                if (who.name().equals("the operator") || who.name().startsWith("a stranger")) {
                    continue;
                }
                pairs++;
                HttpResponse<String> there = call(operation, foreign.slug(), foreign.things(), who.client());
                HttpResponse<String> nowhere = call(operation, "no-such-tenant", foreign.things(), who.client());
                note(!shape(there).equals(shape(nowhere)), operation, who, there);
                note(there.statusCode() / 100 == 2, operation, who, there);
                if (operation.path().indexOf('{', operation.path().indexOf('}')) > 0) {
                    pairs++;
                    Map<String, String> theirs = new LinkedHashMap<>(foreign.things());
                    theirs.putAll(named(own.things()));
                    HttpResponse<String> mixed = call(operation, own.slug(), theirs, who.client());
                    nothing.putAll(named(own.things()));
                    HttpResponse<String> missing = call(operation, own.slug(), nothing, who.client());
                    note(!shape(mixed).equals(shape(missing)), operation, who, mixed);
                    note(isTheirs(operation) && mixed.statusCode() / 100 == 2, operation, who, mixed);
                    undo(operation, mixed);
                }
            }
        }
        done("%d pairs of foreign and missing".formatted(pairs));
    }

    @Test
    void a_suspended_tenant_is_read_and_not_changed() throws Exception {
        own.owner().make("/suspend", "{}");
        try {
            for (DescribedApi.Operation operation : below()) {
                for (Who who : everybody()) {
                    if (NOT_WHILE_SUSPENDED.stream().anyMatch(operation.path()::endsWith)) {
                        continue;
                    }
                    HttpResponse<String> answer = call(operation, own.slug(), own.things(), who.client());
                    boolean changes = !operation.verb().equals("GET");
                    boolean may = may(operation, who)
                            && (!changes
                                    || ALSO_SUSPENDED.contains(operation.toString())
                                    || who.name().equals("the operator"));
                    note(!may && answer.statusCode() / 100 == 2, operation, who, answer);
                    note(answer.statusCode() >= 500, operation, who, answer);
                }
            }
        } finally {
            own.operator().post("/suspend", "{}");
            own.owner().post("/resume", "{}");
            own.operator().post("/resume", "{}");
        }
        done("at a suspended tenant");
    }

    @Test
    void an_erased_tenant_is_as_one_that_never_was() throws Exception {
        WholeTenant gone = new WholeTenant(at);
        String erasure = gone.operator()
                .make("/erase", "{\"slug\":\"%s\",\"now\":true}".formatted(gone.slug()))
                .path("id")
                .asText();
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!gone.operator()
                .read("/api/v1/erasures/" + erasure)
                .path("status")
                .asText()
                .equals("done")) {
            assertThat(System.nanoTime()).as("erased in time").isLessThan(deadline);
            Thread.sleep(100);
        }
        List<Who> left = new ArrayList<>();
        gone.staff().forEach((role, client) -> left.add(new Who("its " + role, client, null, null)));
        gone.consumers().forEach((role, client) -> left.add(new Who("its customers' " + role, client, null, null)));
        left.add(new Who("a stranger", foreign.owner(), null, null));
        for (DescribedApi.Operation operation : below()) {
            for (Who who : left) {
                HttpResponse<String> there = call(operation, gone.slug(), gone.things(), who.client());
                HttpResponse<String> nowhere = call(operation, "no-such-tenant", gone.things(), who.client());
                note(!shape(there).equals(shape(nowhere)), operation, who, there);
                note(there.statusCode() / 100 == 2, operation, who, there);
            }
        }
        done("at a tenant that was erased");
    }

    /// Medians of calls that took turns; a difference inside the middle half of either is noise.
    @Test
    void how_long_the_answer_took_does_not_tell_foreign_from_missing() throws Exception {
        ApiClient viewer = Objects.requireNonNull(own.staff().get("viewer"));
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        pairs.put("tenant", List.of("/api/v1/tenants/" + foreign.slug(), "/api/v1/tenants/no-such-tenant"));
        for (String list : List.of("apis", "consumers", "applications", "credentials", "invoices", "subscriptions")) {
            pairs.put(
                    list, List.of("/" + list + "/" + foreign.things().get(list), "/" + list + "/" + UUID.randomUUID()));
        }
        for (Map.Entry<String, List<String>> pair : pairs.entrySet()) {
            long[][] took = new long[2][TIMED];
            for (int turn = 0; turn < TIMED; turn++) {
                for (int which = 0; which < 2; which++) {
                    int one = (which + turn) % 2;
                    long began = System.nanoTime();
                    assertThat(viewer.get(pair.getValue().get(one)).statusCode())
                            .isEqualTo(404);
                    took[one][turn] = System.nanoTime() - began;
                }
            }
            Arrays.sort(took[0]);
            Arrays.sort(took[1]);
            long difference = Math.abs(took[0][TIMED / 2] - took[1][TIMED / 2]);
            long noise = Math.max(middleHalf(took[0]), middleHalf(took[1]));
            System.out.printf(
                    "%s: foreign %.2f ms, missing %.2f ms, middle half %.2f ms%n",
                    pair.getKey(), took[0][TIMED / 2] / 1e6, took[1][TIMED / 2] / 1e6, noise / 1e6);
            assertThat(difference).as(pair.getKey()).isLessThanOrEqualTo(noise);
        }
    }

    private static long middleHalf(long[] sorted) {
        return sorted[TIMED * 3 / 4] - sorted[TIMED / 4];
    }

    private List<DescribedApi.Operation> below() {
        return api.operations().stream()
                .filter(operation -> operation.path().startsWith("/tenants/{tenant}"))
                .toList();
    }

    private static boolean may(DescribedApi.Operation operation, Who who) {
        if (who.name().equals("the operator")) {
            return operation.isTheOperators()
                    || operation.description().toString().contains("perator");
        }
        Matcher needs =
                NEEDS.matcher(operation.description().path("description").asText());
        boolean may = false;
        boolean told = false;
        while (needs.find()) {
            told = true;
            may |= isAmong(who.tenantRole(), needs.group(2)) || isAmong(who.consumerRole(), needs.group(3));
        }
        assertThat(told || operation.isTheOperators())
                .as("the document says who may: " + operation)
                .isTrue();
        return may;
    }

    private static boolean isAmong(@Nullable String role, @Nullable String roles) {
        return role != null && roles != null && List.of(roles.split(", ")).contains(role);
    }

    /// What has a name at every tenant is nobody's own.
    private static Map<String, String> named(Map<String, String> things) {
        return things.entrySet().stream()
                .filter(thing -> Set.of(
                                "apis/{}/deployments", "apis/{}/routing", "limits", "audit-events", "usage-archives")
                        .contains(thing.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isTheirs(DescribedApi.Operation operation) {
        return Stream.of("{limit}", "{number}", "{month}").noneMatch(operation.path()::contains);
    }

    private HttpResponse<String> call(
            DescribedApi.Operation operation, String tenant, Map<String, String> things, ApiClient who)
            throws Exception {
        String path = operation.path();
        String before = "";
        for (String segment : operation.path().substring(1).split("/")) {
            if (segment.startsWith("{") && !segment.equals("{tenant}")) {
                String variable = segment.substring(0, segment.indexOf('}') + 1);
                String list = Things.listAt(before);
                String thing = Optional.ofNullable(things.get(list))
                        .orElseThrow(() -> new AssertionError("there is nothing in " + list + " yet to try with"));
                path = path.replace(variable, thing);
            }
            before += "/" + segment;
        }
        calls++;
        // a body that is nobody's, and a tag of no state: whoever may is refused for that and changes nothing
        boolean takes = operation.description().has("requestBody");
        boolean plain = !takes || operation.path().endsWith("/exports");
        String body = operation.verb().equals("GET") ? null : plain ? "{}" : "{\"no such member\":1}";
        boolean tagged = operation.description().path("parameters").toString().contains("IfMatch");
        String[] headers = tagged ? new String[] {"If-Match", "\"0\""} : new String[0];
        String query = path.endsWith("/live") ? "?seconds=1" : "";
        return who.send(operation.verb(), "/api/v1" + path.replace("{tenant}", tenant) + query, body, headers);
    }

    private void undo(DescribedApi.Operation operation, HttpResponse<String> answer) throws Exception {
        for (Map.Entry<String, String> undone : UNDONE.entrySet()) {
            if (answer.statusCode() / 100 == 2 && operation.path().endsWith(undone.getKey())) {
                String path = answer.request().uri().getPath();
                String back = path.substring(0, path.length() - undone.getKey().length()) + undone.getValue();
                own.owner().post(back, "{}");
                own.operator().post(back, "{}");
            }
        }
    }

    /// The status and what a problem says.
    private static String shape(HttpResponse<String> answer) throws Exception {
        JsonNode body = answer.body().startsWith("{") ? ApiClient.json(answer) : null;
        if (body instanceof ObjectNode problem) {
            problem.remove(List.of("instance", "requestId"));
            return answer.statusCode() + " " + problem
                    + new TreeSet<>(answer.headers().map().keySet());
        }
        return answer.statusCode() + " " + answer.body().length();
    }

    private void note(boolean wrong, DescribedApi.Operation operation, Who who, HttpResponse<String> answer) {
        if (wrong) {
            String body = answer.body();
            findings.add("%s by %s: %d %s"
                    .formatted(
                            operation,
                            who.name(),
                            answer.statusCode(),
                            body.substring(0, Math.min(200, body.length()))));
        }
    }

    private void done(String what) {
        System.out.printf(
                "%d operations x %d callers: %d calls, %s; %d findings%n",
                below().size(), everybody().size(), calls, what, findings.size());
        List<String> found = List.copyOf(findings);
        calls = 0;
        findings.clear();
        assertThat(found).isEmpty();
    }
}
