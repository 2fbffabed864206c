package io.tallygate.stack.part;

import io.tallygate.stack.process.Launch;
import java.util.List;
import java.util.Map;

/// The small services behind the sample APIs, all in one process.
public final class Upstreams implements Part {
    private final Installation at;

    public Upstreams(Installation at) {
        this.at = at;
    }

    @Override
    public String name() {
        return "upstreams";
    }

    @Override
    public String address() {
        return "http://localhost:%d…%d"
                .formatted(at.ports().upstreams(), at.ports().upstreams() + Ports.SAMPLE_UPSTREAMS - 1);
    }

    @Override
    public Launch launch() {
        List<String> command = List.of(
                at.java(),
                "-Xms16m",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tallygate.stack.sample.UpstreamsMain",
                Integer.toString(at.ports().upstreams()));
        return new Launch(command, Map.of(), at.data(), at.log(name()));
    }

    @Override
    public String probe() throws Exception {
        return Probe.get("http://localhost:%d/health".formatted(at.ports().upstreams() + Ports.SAMPLE_UPSTREAMS - 1));
    }
}
