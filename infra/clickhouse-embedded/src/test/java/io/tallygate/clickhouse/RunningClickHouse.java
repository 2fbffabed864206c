package io.tallygate.clickhouse;

import com.clickhouse.data.ClickHouseCityHash;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.jpountz.lz4.LZ4Factory;
import org.apache.hc.core5.http.HttpEntity;

/// The real process, as the stack starts it, with a heap of 256 MiB. [#shared] is one for all tests that leave it
/// running; a test that ends its process starts its own.
public final class RunningClickHouse implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final class Shared {
        static final RunningClickHouse INSTANCE = create();

        private static RunningClickHouse create() {
            try {
                RunningClickHouse running =
                        start(Files.createTempDirectory(Files.createDirectories(Path.of("target")), "shared-"));
                Runtime.getRuntime().addShutdownHook(new Thread(running::close));
                return running;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Process process;
    private final int port;
    private final Path data;

    private RunningClickHouse(Process process, int port, Path data) {
        this.process = process;
        this.port = port;
        this.data = data;
    }

    public static RunningClickHouse shared() {
        return Shared.INSTANCE;
    }

    public static RunningClickHouse start(Path data, String... more) throws IOException {
        String home = System.getProperty("java.home");
        List<String> command = new ArrayList<>(List.of(
                home + "/bin/java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                EmbeddedClickHouseMain.class.getName(),
                "--data",
                data.toString(),
                "--port",
                "0"));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LD_PRELOAD", home + "/lib/libjsig.so");
        builder.environment().put("TZ", "America/New_York"); // what is answered must not depend on it
        Process process = builder.start();
        var output = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            int at = line.indexOf("http://127.0.0.1:");
            if (at >= 0) {
                String port = line.substring(at + "http://127.0.0.1:".length()).split("\\D", 2)[0];
                Thread.ofVirtual().start(() -> output.lines().forEach(System.out::println));
                return new RunningClickHouse(process, Integer.parseInt(port), data);
            }
        }
        throw new IOException("The process ended: " + said);
    }

    private static String classPath() {
        List<String> places = new ArrayList<>();
        for (Class<?> one :
                List.of(EmbeddedClickHouseMain.class, LZ4Factory.class, ClickHouseCityHash.class, HttpEntity.class)) {
            places.add(Path.of(URI.create(one.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toString()))
                    .toString());
        }
        return String.join(":", places);
    }

    /// An answer as it came.
    public record Answer(int status, Map<String, String> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
        }
    }

    public Answer post(String parameters, String body) {
        return post(parameters, body.getBytes(StandardCharsets.UTF_8));
    }

    public Answer post(String parameters, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + "/?" + parameters)).POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public Answer get(String pathAndQuery) {
        return send(HttpRequest.newBuilder(URI.create(url() + pathAndQuery)).build());
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            Map<String, String> headers = new LinkedHashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            return new Answer(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A statement that must succeed; its answer without the last line end.
    public String ask(String statement) {
        Answer answer = post("database=tallygate", statement);
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return answer.text().strip();
    }

    /// Bytes as they are, on a connection of their own.
    public Socket raw(String bytes) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        OutputStream out = socket.getOutputStream();
        out.write(bytes.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return socket;
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public Path data() {
        return data;
    }

    public long pid() {
        return process.pid();
    }

    /// SIGKILL.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM.
    /// @return  the exit code
    public int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
