package io.tallygate.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The whole product, running: the stack named by `-Dtallygate.stack=FILE` (a `stack.json`), else one of our own
/// with sample data, started by the same `infra/up` that a newcomer types, in a data directory and on ports of its own,
/// and stopped
/// at the end.
public final class RunningStack implements AutoCloseable {
    private static final int PORT_OFFSET = 4000;
    private static final int KEYCLOAK_PORT = 8180;

    private final JsonNode stack;
    private final Path ownData;

    private RunningStack(JsonNode stack, Path ownData) {
        this.stack = stack;
        this.ownData = ownData;
    }

    static RunningStack find() throws IOException, InterruptedException {
        String given = System.getProperty("tallygate.stack");
        if (given != null) {
            return new RunningStack(new ObjectMapper().readTree(Path.of(given).toFile()), null);
        }
        Path data = root().resolve("infra/product-tests/target/stack");
        run(
                List.of(
                        "infra/up",
                        "--detach",
                        "--no-build",
                        "--data",
                        data.toString(),
                        "--port-offset",
                        Integer.toString(PORT_OFFSET)),
                300);
        return new RunningStack(
                new ObjectMapper().readTree(data.resolve("stack.json").toFile()), data);
    }

    String portal() {
        return text("portal");
    }

    String gateway() {
        return text("gateway");
    }

    String tenant() {
        return demo("tenant");
    }

    /// @param key  a member of `demo` in stack.json
    String demo(String key) {
        JsonNode value = stack.path("demo").path(key);
        if (!value.isTextual()) {
            throw new IllegalStateException("stack.json has no demo." + key);
        }
        return value.asText();
    }

    /// @param key  a top-level member of stack.json
    String text(String key) {
        return stack.path(key).asText();
    }

    /// @param pointer  into stack.json
    String at(String pointer) {
        return stack.at(pointer).asText();
    }

    /// The password of a person of the sample data, from the installation's own secrets.
    String passwordOf(String email) throws IOException {
        return secret("person." + email);
    }

    String secret(String name) throws IOException {
        Path secrets = Path.of(text("data"), "secrets.json");
        JsonNode secret = new ObjectMapper().readTree(secrets.toFile()).path(name);
        if (!secret.isTextual()) {
            throw new IllegalStateException(secrets + " knows no " + name);
        }
        return secret.asText();
    }

    /// The control API as the holder of `token` sees it, below the demo tenant.
    ControlApi api(String token) {
        return new ControlApi(portal() + "/api/v1/tenants/" + tenant(), token);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (ownData != null) {
            run(List.of("infra/down", "--data", ownData.toString()), 120);
        }
    }

    static Path root() {
        return Path.of(System.getProperty("tallygate.root", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    private static void run(List<String> command, int seconds) throws IOException, InterruptedException {
        Path output = Files.createTempFile("tallygate-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // a realm of the stack's own Keycloak stands for a tenant's provider
        builder.environment().put("TALLYGATE_OUTBOUND_ALLOW", "localhost:" + (KEYCLOAK_PORT + PORT_OFFSET));
        Process process = builder.start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        System.out.print(Files.readString(output));
        if (!ended) {
            process.destroy();
            throw new IllegalStateException(command + " did not end within " + seconds + " s");
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command + " ended with " + process.exitValue());
        }
    }

    /// One stack serves every journey of a test run; JUnit closes it at the very end.
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningStack.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return of(context);
        }

        static RunningStack of(ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(RunningStack.class, key -> started(), RunningStack.class);
        }

        private static RunningStack started() {
            try {
                return find();
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
