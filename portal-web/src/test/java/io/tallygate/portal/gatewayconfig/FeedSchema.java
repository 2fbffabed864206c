package io.tallygate.portal.gatewayconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/// The contract of `infra/contracts`, as tests of the portal read it.
public final class FeedSchema {
    private static final Schema LINE = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(resource("gateway-feed.schema.json"), InputFormat.JSON);

    private FeedSchema() {}

    /// @return  what is wrong with a line; empty when nothing is
    public static List<String> complaints(String line) {
        return LINE.validate(line, InputFormat.JSON).stream()
                .map(Objects::toString)
                .toList();
    }

    public static List<String> sample() {
        return resource("gateway-feed.sample.ndjson").lines().toList();
    }

    private static String resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(FeedSchema.class.getResourceAsStream("/contracts/" + name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
