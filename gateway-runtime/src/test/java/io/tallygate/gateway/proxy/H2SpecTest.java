package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.TestCertificates;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// h2spec 2.2.0, strict, against the gateway as it runs. Its binary lies in a Maven plugin.
class H2SpecTest {
    private static final int TAR_BLOCK = 512;
    private static final Pattern SUMMARY =
            Pattern.compile("(\\d+) tests, (\\d+) passed, (\\d+) skipped, (\\d+) failed");

    @Test
    void every_case_passes_without_tls(@TempDir Path folder) throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            assertPasses(run(folder, gateway.port(), List.of()), 1);
        }
    }

    @Test
    void every_case_passes_over_tls(@TempDir Path folder) throws Exception {
        TestCertificates certificates = new TestCertificates();
        certificates.put("a", "localhost");
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restartWithTls(certificates.folder());
            assertPasses(run(folder, gateway.tlsPort(), List.of("--tls", "--insecure")), 0);
        }
    }

    private static void assertPasses(String report, int skipped) {
        Matcher summary = SUMMARY.matcher(report);
        assertThat(summary.find()).as(report).isTrue();
        assertThat(summary.group(4)).as(report).isEqualTo("0");
        assertThat(summary.group(1)).isEqualTo("146");
        assertThat(Integer.parseInt(summary.group(3))).as(report).isLessThanOrEqualTo(skipped);
    }

    private static String run(Path folder, int port, List<String> more) throws Exception {
        Path program = program(folder);
        Path report = folder.resolve("report.txt");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--strict",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--timeout",
                "2"));
        command.addAll(more);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        try {
            assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("h2spec ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(report);
    }

    private static Path program(Path folder) throws IOException {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "the plugin carries h2spec for this machine");
        Path program = folder.resolve("h2spec");
        try (InputStream packed = H2SpecTest.class.getResourceAsStream("/h2spec/2.2.0/h2spec_linux_amd64.tar.gz");
                DataInputStream tar = new DataInputStream(new GZIPInputStream(packed))) {
            byte[] header = new byte[TAR_BLOCK];
            while (true) {
                tar.readFully(header);
                String name = text(header, 0, 100);
                int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
                byte[] content = new byte[(size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK];
                tar.readFully(content);
                if (name.endsWith("h2spec")) {
                    Files.write(program, Arrays.copyOf(content, size));
                    assertThat(program.toFile().setExecutable(true)).isTrue();
                    return program;
                }
            }
        }
    }

    private static String text(byte[] block, int from, int length) {
        String text = new String(block, from, length, ISO_8859_1);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }
}
