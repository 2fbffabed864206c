package io.tallygate.gateway.policy.compression;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// `compression`
public final class CompressionPolicyType implements PolicyType {
    private static final List<String> TYPES = List.of(
            "text/*",
            "application/json",
            "application/x-ndjson",
            "application/xml",
            "application/javascript",
            "application/wasm",
            "image/svg+xml",
            "+json",
            "+xml");

    @Override
    public String name() {
        return "compression";
    }

    /// Last of all, so that it is the first to see an answer.
    @Override
    public int order() {
        return 590;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "compression.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(configuration, "codings", "types", "minBytes");
        List<Coding> codings = new ArrayList<>();
        for (String token : config.has("codings") ? config.texts("codings") : List.of("zstd", "br", "gzip")) {
            Coding coding = Arrays.stream(Coding.values())
                    .filter(each -> each.token().equals(token))
                    .findFirst()
                    .orElseThrow(() -> config.wrong("codings", "holds what is none of zstd, br, gzip"));
            if (coding.isAvailable()) {
                codings.add(coding);
            }
        }
        List<String> types = config.has("types") ? config.texts("types") : TYPES;
        return new CompressionPolicy(
                codings,
                types.stream().map(type -> type.toLowerCase(Locale.ROOT)).toList(),
                config.number("minBytes", 1024, 0, 1 << 30),
                environment.surroundings().metrics());
    }
}
