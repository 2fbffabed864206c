package io.tallygate.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `infra/up`, `infra/down` and `infra/status` as a person types them, for one data directory.
record Commands(Path data, int secondsToWait) {
    String run(String name, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("tallygate.root"), "infra", name).toString(), "--data", data.toString()));
        command.addAll(List.of(options));
        Path output = Files.createTempFile("tallygate-", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(secondsToWait, TimeUnit.SECONDS))
                .as("%s ends in time", command)
                .isTrue();
        String said = Files.readString(output);
        Files.delete(output);
        return said;
    }

    JsonNode stack() throws IOException {
        return json("stack.json");
    }

    JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(data.resolve(file).toFile());
    }
}
