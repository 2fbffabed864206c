package io.tallygate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `infra/tallygate` as a person runs it, a process a command, against the whole product.
@ExtendWith({RunningStack.Shared.class, Visitors.Shared.class})
class CommandLineIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path home;

    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void sign_in(RunningStack stack) throws Exception {
        Ran signedIn = run(stack.demo("ownerToken"), "login", "--url", stack.portal());
        assertThat(signedIn.code()).as(signedIn.err()).isZero();
        assertThat(signedIn.out()).contains("at " + stack.tenant());
    }

    @Test
    void keys_are_issued_listed_rotated_and_revoked(RunningStack stack) throws Exception {
        JsonNode applications =
                stack.api(stack.demo("ownerToken")).get("/applications").path("items");
        String application = applications.path(0).path("id").asText();
        String key = run("", "keys", "issue", "--application", application, "--name", "From the command line")
                .out()
                .strip();
        assertThat(key).contains("_live_");
        JsonNode listed = JSON.readTree(run("", "keys", "list", "--application", application, "-o", "json")
                .out());
        JsonNode issued = listed.path("items").path(listed.path("items").size() - 1);
        assertThat(issued.path("name").asText()).isEqualTo("From the command line");
        assertThat(key).endsWith(issued.path("last4").asText());
        Ran rotated =
                run("", "keys", "rotate", issued.path("id").asText(), "--overlap-until", "2099-01-01", "-o", "json");
        assertThat(rotated.code()).as(rotated.err()).isZero();
        JsonNode next = JSON.readTree(rotated.out());
        assertThat(next.path("key").asText()).contains("_live_").isNotEqualTo(key);
        assertThat(next.path("name").asText()).isEqualTo("From the command line");
        assertThat(stack.api(stack.demo("ownerToken"))
                        .get("/credentials/" + issued.path("id").asText())
                        .path("expiresAt")
                        .asText())
                .isEqualTo("2099-01-01T00:00:00Z");
        for (JsonNode one : List.of(issued, next)) {
            assertThat(run("", "keys", "revoke", one.path("id").asText()).code())
                    .isZero();
        }
        Ran unknown = run("", "keys", "revoke", "0197a0b0-0000-7000-8000-000000000000");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("Not found (404)");
    }

    @Test
    void login_by_browser_is_confirmed_at_the_identity_provider_and_goes_on(RunningStack stack, Visitors visitors)
            throws Exception {
        Path out = home.resolve("login.txt");
        Process login = command("login", "--browser", "--url", stack.portal(), "--profile", "browser")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            Patience.within(
                    Duration.ofSeconds(60),
                    "the client says where to go",
                    () -> Files.exists(out) ? Files.readString(out) : "",
                    text -> text.contains("confirm the code"));
            Visitor lena = visitors.arrive("terminal");
            lena.page.navigate(Files.readString(out).replaceFirst("(?s).*?Open\\s+(\\S+).*", "$1"));
            lena.page.locator("#username").fill(stack.demo("ownerUser"));
            lena.page.locator("#kc-login").click();
            lena.page.locator("#password").fill(stack.demo("ownerPassword"));
            lena.page.locator("#kc-login").click();
            lena.page.locator("[name=accept]").click();
            assertThat(login.waitFor(60, TimeUnit.SECONDS))
                    .as(Files.readString(out))
                    .isTrue();
        } finally {
            login.destroy();
        }
        assertThat(login.exitValue()).as(Files.readString(out)).isZero();
        assertThat(Files.readString(out)).contains("Signed in to", stack.demo("ownerUser"));
        Ran dumped = run("", "dump", "--profile", "browser", "--tenant", stack.tenant());
        assertThat(dumped.code()).as(dumped.err()).isZero();
        Ran forgotten = run("", "logout", "--profile", "browser");
        assertThat(forgotten.code()).isZero();
        assertThat(forgotten.err()).isEmpty();
    }

    @Test
    void usage_and_invoices_are_those_of_the_api(RunningStack stack) throws Exception {
        ControlApi api = stack.api(stack.demo("ownerToken"));
        Ran usage = run("", "usage", "--from", "2026-01-01", "--window", "month", "--group-by", "api", "-o", "json");
        assertThat(usage.code()).as(usage.err()).isZero();
        assertThat(JSON.readTree(usage.out()).path("total").asLong()).isPositive();
        JsonNode invoices = api.get("/invoices").path("items");
        assertThat(run("", "invoices", "list").out())
                .contains(invoices.path(0).path("number").asText());
        Path pdf = home.resolve("invoice.pdf");
        String id = invoices.path(0).path("id").asText();
        Ran shown = run("", "invoices", "show", id, "--pdf", pdf.toString());
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(Files.readString(pdf, StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
    }

    @Test
    void logs_follow_shows_a_call_seconds_after_it_was_made_and_once(RunningStack stack) throws Exception {
        Path out = home.resolve("logs.txt");
        Process following = command("logs", "--follow", "-n", "0", "-o", "json")
                .redirectOutput(out.toFile())
                .start();
        try {
            // its place in the list is settled before the first call is made
            Patience.within(Duration.ofSeconds(30), "the client has started", () -> Files.exists(out), found -> found);
            TimeUnit.SECONDS.sleep(3);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(call(stack));
            }
            Patience.within(
                    Duration.ofSeconds(30),
                    "the followed log shows the calls",
                    () -> Files.readString(out),
                    text -> ids.stream().allMatch(text::contains));
            List<String> shown = Files.readAllLines(out).stream()
                    .map(CommandLineIT::id)
                    .filter(ids::contains)
                    .toList();
            assertThat(shown).containsExactlyInAnyOrderElementsOf(ids);
        } finally {
            following.destroy();
            following.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_wrong_word_ends_with_2_and_a_wrong_token_with_1(RunningStack stack) throws Exception {
        assertThat(run("", "explode").code()).isEqualTo(2);
        Ran refused = run("tgp_nobody_knows_it", "login", "--url", stack.portal(), "--profile", "other");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("(401)");
    }

    @Test
    void the_completion_script_completes_in_a_real_bash() throws Exception {
        Path script = Files.writeString(
                home.resolve("completion.bash"), run("", "completion", "bash").out());
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(tallygate us); COMP_CWORD=1;"
                                + " _complete_tallygate; echo \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo("usage");
    }

    private static String id(String line) {
        try {
            return JSON.readTree(line).path("id").asText();
        } catch (IOException torn) {
            throw new IllegalStateException(line, torn);
        }
    }

    /// @return the call's id, as the gateway told it
    private static String call(RunningStack stack) throws IOException, InterruptedException {
        String example = stack.demo("exampleCall");
        String address = example.replaceFirst("(?s).*?(http\\S+?)['\"]?(\\s.*)?$", "$1");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .header("X-API-Key", stack.demo("apiKey"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(address).isEqualTo(200);
            return answer.headers().firstValue("X-Request-Id").orElseThrow();
        }
    }

    private ProcessBuilder command(String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(RunningStack.root().resolve("infra/tallygate").toString());
        words.addAll(List.of(arguments));
        var process = new ProcessBuilder(words).directory(home.toFile());
        process.environment().put("XDG_CONFIG_HOME", home.toString());
        process.environment().keySet().removeIf(name -> name.startsWith("TALLYGATE_"));
        return process;
    }

    private Ran run(String input, String... arguments) throws IOException, InterruptedException {
        Path err = Files.createTempFile(home, "said", ".txt");
        Process process = command(arguments).redirectError(err.toFile()).start();
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(input + "\n");
        } catch (IOException notRead) {
            // it ended without asking
        }
        String out;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            out = String.join("\n", reader.lines().toList());
        }
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroy();
        }
        return new Ran(process.waitFor(), out, Files.readString(err));
    }
}
