package io.tallygate.load.counting;

import io.tallygate.load.life.GatewayProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A gateway of a [CountingScene], with its data, its clients and what can be done to it.
/// @param data   its directory
/// @param clock  null: it goes by the machine's
/// @param disk   null: its data lies on the machine's
/// @param forces null: the disk is as slow as it is
record Instance(
        GatewayProcess process,
        Callers.Peer callers,
        Path data,
        @Nullable MovedClock clock,
        @Nullable SmallDisk disk,
        @Nullable SlowForces forces) {

    /// Begins it and lets its clients come when it is ready.
    void begin() throws IOException, InterruptedException {
        process.start().awaitReady();
        callers.back();
    }

    void kill() throws InterruptedException {
        process.kill();
    }
}
