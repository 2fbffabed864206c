package io.tallygate.architecture;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Where the modules' compiled classes lie. They are read from disk, so that no wall test needs a dependency on what it
/// guards.
final class HouseLocations implements LocationProvider {
    private static final List<String> MODULES = List.of(
            "metering",
            "billing",
            "gateway-runtime",
            "portal-web",
            "infra/clickhouse-embedded",
            "infra/stack",
            "infra/cli",
            "infra/load");

    static Path root() {
        return Path.of(System.getProperty("tallygate.root", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    @Override
    public Set<Location> get(Class<?> testClass) {
        return MODULES.stream()
                .map(module -> root().resolve(module).resolve("target/classes"))
                .peek(HouseLocations::mustBeBuilt)
                .map(Location::of)
                .collect(Collectors.toSet());
    }

    private static void mustBeBuilt(Path classes) {
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(classes + " is missing: build the whole reactor before this module");
        }
    }
}
