package io.tallygate.clickhouse.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where the engine's library lies on this machine. The module's build puts it there once (see its `fetch-engine`).
public final class EngineLibrary {
    public static final String OVERRIDE = "TALLYGATE_CHDB_LIBRARY";

    private EngineLibrary() {}

    /// @param version      of the engine's package, for example `26.7.3-stable.1`
    /// @param environment  may name the library itself, see [#OVERRIDE]
    /// @throws IllegalStateException  with a sentence for people, when there is none
    public static Path find(String version, Map<String, String> environment) {
        String named = environment.get(OVERRIDE);
        Path library = named != null && !named.isBlank()
                ? Path.of(named)
                : Path.of(System.getProperty("user.home"), ".cache", "tallygate", "chdb-" + version)
                        .resolve("node_modules/@chdb")
                        .resolve(platformPackage(System.getProperty("os.name"), System.getProperty("os.arch")))
                        .resolve("libchdb.so");
        if (!Files.isReadable(library)) {
            throw new IllegalStateException("ClickHouse's engine is not at " + library
                    + ". Building the module infra/clickhouse-embedded fetches it with npm; " + OVERRIDE
                    + " names another place.");
        }
        return library.toAbsolutePath();
    }

    static String platformPackage(String os, String arch) {
        boolean arm = switch (arch) {
            case "amd64", "x86_64" -> false;
            case "aarch64", "arm64" -> true;
            default -> throw new IllegalStateException("ClickHouse's engine does not exist for " + arch);
        };
        String system = os.toLowerCase(Locale.ROOT);
        if (system.startsWith("linux")) {
            return arm ? "lib-linux-arm64-gnu" : "lib-linux-x64-gnu";
        }
        if (system.startsWith("mac")) {
            return arm ? "lib-darwin-arm64" : "lib-darwin-x64";
        }
        throw new IllegalStateException("ClickHouse's engine does not exist for " + os);
    }
}
