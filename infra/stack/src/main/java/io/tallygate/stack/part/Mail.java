package io.tallygate.stack.part;

import io.tallygate.stack.process.Launch;
import java.util.List;
import java.util.Map;

/// A mail server that delivers nothing, and a page that shows what it was given.
public final class Mail implements Part {
    private final Installation at;

    public Mail(Installation at) {
        this.at = at;
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public String address() {
        return "http://localhost:" + at.ports().mailPage();
    }

    @Override
    public Launch launch() {
        List<String> command = List.of(
                at.java(),
                "-Xms16m",
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tallygate.stack.mail.MailMain",
                Integer.toString(at.ports().mail()),
                Integer.toString(at.ports().mailPage()));
        return new Launch(command, Map.of(), at.data(), at.log(name()));
    }

    @Override
    public String probe() throws Exception {
        Probe.connect(at.ports().mail());
        return Probe.get(address() + "/health");
    }
}
