package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.stack.part.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Loads sample data once per installation.
public final class SampleData {
    private final Installation at;

    public SampleData(Installation at) {
        this.at = at;
    }

    public ObjectNode load(boolean wanted, Steps steps) throws IOException {
        Path loaded = at.data().resolve("demo.json");
        ObjectMapper json = new ObjectMapper();
        return Files.exists(loaded) ? (ObjectNode) json.readTree(loaded.toFile()) : json.createObjectNode();
    }
}
