package io.tallygate.portal.running;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/// A portal beside a usage store, for tests of what needs both: one pair for all tests of a JVM, stopped when it ends.
/// @param store  ClickHouse as the portal reads it
public record PortalWithUsage(RunningPortal portal, RunningUsageStore store) {
    private static PortalWithUsage shared;

    public static synchronized PortalWithUsage shared() {
        if (shared == null) {
            try {
                RunningUsageStore store = RunningUsageStore.start();
                shared = new PortalWithUsage(
                        RunningPortal.start(Map.of("TALLYGATE_CLICKHOUSE_URL", store.url())), store);
            } catch (IOException | SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(shared::stop));
        }
        return shared;
    }

    private void stop() {
        try {
            portal.close();
            store.close();
        } catch (IOException | InterruptedException e) {
            System.err.println("portal or usage store did not stop: " + e);
        }
    }
}
