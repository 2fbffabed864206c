package io.tallygate.gateway.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.gateway.running.RunningGateway;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Jars of the operator, compiled and packed here, in a running gateway.
class PolicyJarsTest {
    /// `config.at` says where it throws, `config.step` what it adds to a trail that the upstream sees.
    private static final String SOURCE = """
        package operator;

        import com.fasterxml.jackson.databind.JsonNode;
        import com.fasterxml.jackson.databind.ObjectMapper;
        import io.tallygate.gateway.exchange.Exchange;
        import io.tallygate.gateway.http.FieldName;
        import io.tallygate.gateway.policy.*;

        public final class Kind implements PolicyType {
            public String name() { return "%s"; }
            public int order() { return %d; }
            public JsonNode schema() { return new ObjectMapper().createObjectNode().put("title", "%s"); }
            public Policy create(JsonNode config, PolicyEnvironment environment) {
                String at = config.path("at").asText();
                if (at.equals("create")) throw new IllegalStateException("as it was told");
                return new Policy() {
                    void step(String name) { if (at.equals(name)) throw new NoClassDefFoundError("at " + name); }
                    public Verdict check(Exchange call) { step("check"); return Verdict.CONTINUE; }
                    public boolean count(Exchange call) { step("count"); return true; }
                    public void uncount(Exchange call) { step("uncount"); }
                    public void describe(Exchange call) { step("describe"); }
                    public void onEnd(Exchange call) { step("onEnd"); }
                    public void onAnswer(Exchange call) { step("onAnswer"); }
                    public void onRequest(Exchange call) {
                        step("onRequest");
                        call.request().fields().add(FieldName.of("X-Trail"), name() + config.path("step").asText());
                    }
                };
            }
        }
        """;

    @TempDir
    private static Path folder;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        jar("late.jar", "late", 450);
        jar("early.jar", "early", 410); // the same class name as in the other jar
        gateway = RunningGateway.withLimits("");
        gateway.restartWithPolicies(folder);
        route(
                1,
                "/trail",
                "{'policy':'late','config':{'step':'1'}},{'policy':'early'},{'policy':'late','config':{'step':'2'}}");
        for (String at : List.of("check", "count", "describe", "onRequest", "onAnswer", "onEnd")) {
            route(at.hashCode(), "/" + at, "{'policy':'early','config':{'at':'" + at + "'}}");
        }
        route(2, "/create", "{'policy':'early','config':{'at':'create'}}");
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void route(int id, String path, String policies) {
        gateway.feed().openRoute(new UUID(9, id), RunningGateway.UPSTREAM, "'path':'" + path + "'", policies);
    }

    private static void jar(String file, String name, int order) throws IOException {
        jar(folder, file, name, order);
    }

    private static void jar(Path into, String file, String name, int order) throws IOException {
        Path work = Files.createTempDirectory("policy-");
        Path source = Files.createDirectories(work.resolve("operator")).resolve("Kind.java");
        Files.writeString(source, SOURCE.formatted(name, order, name));
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", path, "-d", work.toString(), source.toString());
        assertThat(result).isZero();
        try (OutputStream out = Files.newOutputStream(into.resolve(file));
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> classes = Files.list(work.resolve("operator"))) {
            for (Path each :
                    classes.filter(one -> one.toString().endsWith(".class")).toList()) {
                jar.putNextEntry(new JarEntry("operator/" + each.getFileName()));
                Files.copy(each, jar);
            }
            jar.putNextEntry(new JarEntry("META-INF/services/" + PolicyType.class.getName()));
            jar.write("operator.Kind\n".getBytes(UTF_8));
        }
    }

    @Test
    void policies_act_in_the_order_that_their_kinds_declare_and_then_as_the_route_lists_them() throws Exception {
        assertThat(gateway.get("/trail").statusCode()).isEqualTo(200);
        assertThat(gateway.upstream().received().getLast().headers().get("x-trail"))
                .isEqualTo("early,late1,late2");
    }

    @ParameterizedTest(name = "in {0}")
    @ValueSource(strings = {"check", "count", "describe", "onRequest"})
    void a_policy_that_throws_refuses_its_call_alone(String at) throws Exception {
        int before = gateway.upstream().received().size();
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = gateway.get("/" + at);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("/problems/internal").doesNotContain("NoClassDefFound");
        }
        assertThat(gateway.upstream().received()).hasSize(before);
        assertThat(gateway.get("/trail").statusCode()).isEqualTo(200);
    }

    @Test
    void one_that_throws_at_the_answer_fails_the_call_which_is_recorded_all_the_same() throws Exception {
        long recorded = gateway.recorded();
        assertThat(gateway.get("/onAnswer").statusCode()).isEqualTo(500);
        assertThat(gateway.get("/onEnd").statusCode()).isEqualTo(200);
        RunningGateway.await("two records", () -> gateway.recorded() == recorded + 2);
        assertThat(gateway.get("/trail").statusCode()).isEqualTo(200);
    }

    @Test
    void one_that_cannot_be_made_refuses_its_route_alone() throws Exception {
        assertThat(gateway.get("/create").statusCode()).isEqualTo(500);
        assertThat(gateway.admin("/health/ready").body()).contains("policy early failed");
    }

    @Test
    void the_admin_port_lists_all_kinds_with_schema_and_order() throws Exception {
        JsonNode kinds = new ObjectMapper().readTree(gateway.admin("/policies").body());
        List<String> names = new ArrayList<>();
        int last = 0;
        for (JsonNode kind : kinds) {
            names.add(kind.path("policy").asText());
            assertThat(kind.path("order").asInt()).isGreaterThanOrEqualTo(last);
            last = kind.path("order").asInt();
            assertThat(kind.path("schema").path("title").asText())
                    .as(names.getLast())
                    .isNotEmpty();
        }
        assertThat(names)
                .contains("cors", "rewrite", "redirect", "request-headers", "response-headers", "early", "late")
                .doesNotHaveDuplicates();
        assertThat(kinds).anyMatch(kind -> kind.path("jar").asText().equals("early.jar"));
    }

    @Test
    void a_name_that_is_taken_stops_the_start_and_names_the_jar(@TempDir Path other) throws Exception {
        jar(other, "mine.jar", "cors", 100);
        try (PolicyJars jars = PolicyJars.in(other)) {
            assertThatThrownBy(() -> PolicyTypes.with(jars.found()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mine.jar: a kind of policies is called cors already");
        }
    }

    @Test
    void a_jar_without_a_kind_stops_the_start(@TempDir Path other) throws Exception {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(other.resolve("empty.jar")))) {
            jar.putNextEntry(new JarEntry("nothing"));
        }
        assertThatThrownBy(() -> PolicyJars.in(other)).hasMessageContaining("empty.jar brings no kind of policy");
    }
}
