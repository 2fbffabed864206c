package io.tallygate.load.life;

import io.tallygate.load.machine.Libraries;
import io.tallygate.load.peer.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// HAProxy in front of two gateways, told nothing but where their readiness is.
final class Balancer implements AutoCloseable {
    private final int port = Site.freePort();
    private final Process process;

    Balancer(Site site, GatewayProcess one, GatewayProcess two) throws IOException {
        Path servers = site.servers();
        Path configuration = site.run().resolve("haproxy-group.cfg");
        Files.writeString(
                configuration,
                Files.readString(site.peers().resolve("conf/haproxy-group.cfg"))
                        .replace("@PORT@", Integer.toString(port))
                        .replace("@ONE@", Integer.toString(one.port()))
                        .replace("@ONE_ADMIN@", Integer.toString(one.adminPort()))
                        .replace("@TWO@", Integer.toString(two.port()))
                        .replace("@TWO_ADMIN@", Integer.toString(two.adminPort())));
        ProcessBuilder builder = new ProcessBuilder(
                        servers.resolve("usr/sbin/haproxy").toString(), "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(site.run().resolve("haproxy.log").toFile());
        builder.environment().put("LD_LIBRARY_PATH", Libraries.below(servers));
        process = builder.start();
        site.started(process.toHandle());
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        Site.end(process.toHandle());
    }
}
