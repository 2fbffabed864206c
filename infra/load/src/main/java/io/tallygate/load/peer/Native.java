package io.tallygate.load.peer;

import io.tallygate.load.machine.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// nginx and HAProxy, by a configuration of `infra/load/peers/conf` whose `@NAMES@` are filled in.
/// @param file  its configuration's name
public record Native(String name, String file, boolean looksKeysUp) implements Subject {
    private static final int KIB = 1024;

    /// The service behind all subjects.
    static final Native UPSTREAM = new Native("upstream", "upstream.conf", false);

    @Override
    public boolean isJava() {
        return false;
    }

    @Override
    public Launch launch(Site site) throws IOException {
        int port = this == UPSTREAM ? site.upstreamPort() : Site.freePort();
        Path configuration = site.run().resolve(file);
        Files.writeString(configuration, filled(site, port));
        Path servers = site.servers();
        Path program = servers.resolve("usr/sbin").resolve(isNginx() ? "nginx" : "haproxy");
        List<String> command = isNginx()
                ? List.of(
                        program.toString(),
                        "-c",
                        configuration.toString(),
                        "-p",
                        site.run().toString(),
                        "-e",
                        site.run().resolve(name + ".err").toString())
                : List.of(program.toString(), "-db", "-f", configuration.toString());
        return new Launch(port, command, Map.of("LD_LIBRARY_PATH", Libraries.below(servers)));
    }

    private boolean isNginx() {
        return file.endsWith(".conf");
    }

    private String filled(Site site, int port) throws IOException {
        String run = site.run().toString();
        StringBuilder temporary = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            temporary.append("%s_temp_path %s/%s-%s; ".formatted(kind, run, name, kind));
        }
        return Files.readString(site.peers().resolve("conf").resolve(file))
                .replace("@RUN@", run)
                .replace("@SERVERS@", site.servers().toString())
                .replace("@PORT@", Integer.toString(port))
                .replace("@UPSTREAM@", Integer.toString(site.upstreamPort()))
                .replace("@TEMPORARY@", temporary)
                .replace("@KIB@", body());
    }

    /// 1 KiB of JSON, quoted for nginx.
    private static String body() {
        String start = "{\"id\":1,\"name\":\"item\",\"pad\":\"";
        String end = "\"}";
        return (start + "x".repeat(KIB - start.length() - end.length()) + end).replace("\"", "\\\"");
    }
}
