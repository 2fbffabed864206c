package io.tallygate.load.gateway;

import io.tallygate.load.feed.Keys;
import io.tallygate.load.feed.ServedFeed;
import io.tallygate.load.generator.H2load;
import io.tallygate.load.generator.Load;
import io.tallygate.load.generator.Wrk;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.peer.JavaPeer;
import io.tallygate.load.peer.Native;
import io.tallygate.load.peer.RunningSubject;
import io.tallygate.load.peer.Site;
import io.tallygate.load.peer.Subject;
import io.tallygate.load.peer.Tallygate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The gateway with all its duties on beside its peers, for the same calls: first as fast as each goes, then all at one
/// rate, half of what the slower of those with duties carries. Every subject runs the whole time and they are measured
/// in turn, round by round, so that what else happens on the machine happens to all. One failed call fails the run.
public final class GatewayBench {
    static final List<String> SUBJECTS = List.of(
            "tallygate", "nginx", "haproxy", "haproxy-duties", "nginx-lua", "vertx-http-proxy", "spring-cloud-gateway");

    /// Measured when they are asked for: the same gateway, with more to do.
    static final List<String> MORE_SUBJECTS = List.of("tallygate-log", "tallygate-traces");

    private static final int CONNECTIONS = 64;
    private static final int WARM_UP_CALLS = 150_000;
    private static final int MOST_WARM_UPS = 8;
    private static final int PACED_CONNECTIONS = 32;
    private static final int PACED_KEY = 5;

    /// A subject that is nearly saturated at the common rate would show its queue.
    private static final double HEADROOM = 1.25;

    private final GatewayOptions options;

    public GatewayBench(GatewayOptions options) {
        this.options = options;
    }

    public void run(Figures figures) throws IOException, InterruptedException {
        try (Site site = new Site();
                ServedFeed feed = new ServedFeed(sink -> FullConfiguration.routes(site.upstreamPort(), sink))) {
            site.writeKeys(FullConfiguration.KEYS);
            try (RunningSubject upstream = RunningSubject.upstream(site);
                    Started started = new Started()) {
                boolean fed = false;
                for (String name : options.subjects()) {
                    System.err.println("Starting " + name);
                    RunningSubject running = RunningSubject.start(subject(name, feed, site), site);
                    started.all.add(running);
                    if (name.startsWith("tallygate") && !fed) {
                        fed = true;
                        FullConfiguration.applications(feed);
                        running.awaitAnswer(
                                Body.ONE_KIB.path(FullConfiguration.LAST_KEY),
                                Keys.key(FullConfiguration.LAST_KEY),
                                Body.ONE_KIB.bytes);
                    }
                    for (Body body : Body.values()) {
                        running.awaitAnswer(body.path(PACED_KEY), Keys.key(PACED_KEY), body.bytes);
                    }
                }
                for (Body body : options.bodies()) {
                    measure(body, site, upstream, started.all, figures);
                }
            }
        }
        figures.printMachine();
    }

    private static final class Started implements AutoCloseable {
        final List<RunningSubject> all = new ArrayList<>();

        @Override
        public void close() {
            all.forEach(RunningSubject::close);
        }
    }

    private static Subject subject(String name, ServedFeed feed, Site site) throws IOException {
        return switch (name) {
            case "tallygate" -> Tallygate.fedBy(feed.address());
            case "tallygate-log" -> Tallygate.logging(feed.address(), site);
            case "tallygate-traces" -> Tallygate.tracing(feed.address());
            case "nginx" -> new Native(name, "nginx.conf", false);
            case "haproxy" -> new Native(name, "haproxy.cfg", false);
            case "haproxy-duties" -> new Native(name, "haproxy-duties.cfg", true);
            case "nginx-lua" -> new Native(name, "nginx-lua.conf", true);
            case "vertx-http-proxy" -> new JavaPeer.VertxHttpProxy(name);
            case "spring-cloud-gateway" -> new JavaPeer.SpringCloudGateway(name);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private void measure(Body body, Site site, RunningSubject upstream, List<RunningSubject> subjects, Figures figures)
            throws IOException, InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(Contender.direct(upstream));
        subjects.forEach(subject -> contenders.add(Contender.of(subject)));
        Wrk wrk = new Wrk(
                site.tools(), site.peers().resolve("wrk.lua"), site.run().resolve("wrk.log"));
        for (Contender contender : contenders) {
            warmUp(contender, wrk, body);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            System.err.printf("Round %d of %d with answers of %s%n", round, options.rounds(), body.text);
            for (Contender contender : contenders) {
                contender.saturate(
                        port -> whole(
                                wrk.run(port, body.prefix(), Body.ROUTES, CONNECTIONS, options.time()),
                                body,
                                contender.name()),
                        upstream.tree());
            }
        }
        var report = new GatewayReport(body, contenders, figures);
        report.saturated();
        if (body == Body.ONE_KIB) {
            pace(body, site, contenders);
            report.paced();
        }
    }

    /// Long enough, and where other work slows the machine also often enough, for a JVM to have compiled its code.
    private void warmUp(Contender contender, Wrk wrk, Body body) throws IOException, InterruptedException {
        System.err.println("Warming up " + contender.name() + " with answers of " + body.text);
        Duration time = contender.isJava() ? options.warmUp() : options.time();
        long calls = 0;
        for (int i = 0; i == 0 || contender.isJava() && calls < WARM_UP_CALLS && i < MOST_WARM_UPS; i++) {
            calls += wrk.run(contender.port(), body.prefix(), Body.ROUTES, CONNECTIONS, time)
                    .flawless(contender.name())
                    .calls();
        }
    }

    /// An answer of 200 without its body would be cheap.
    private static Load whole(Load load, Body body, String subject) throws IOException {
        if (load.bytes() < load.calls() * body.bytes) {
            throw new IOException(subject + " answered with less than the upstream's body");
        }
        return load;
    }

    private void pace(Body body, Site site, List<Contender> contenders) throws IOException, InterruptedException {
        double slowest = slowestWithDuties(contenders);
        int rate = (int) (slowest / 2);
        H2load h2load = new H2load(site.tools(), site.run());
        List<Contender> able = new ArrayList<>(contenders);
        able.removeIf(contender -> {
            boolean isSlow = contender.median(round -> round.load().perSecond()) < rate * HEADROOM;
            if (isSlow) {
                System.err.println(contender.name() + " cannot carry " + rate + " calls/s and is left out of those");
            }
            return isSlow;
        });
        for (int round = 1; round <= options.rounds(); round++) {
            System.err.printf("Round %d of %d at %d calls/s%n", round, options.rounds(), rate);
            for (Contender contender : able) {
                contender.pace(port -> h2load.run(
                        port, body.path(PACED_KEY), Keys.key(PACED_KEY), rate, PACED_CONNECTIONS, options.time()));
            }
        }
    }

    /// Of Tallygate and nginx with Lua when both are there, since their latencies are compared; otherwise of all.
    private static double slowestWithDuties(List<Contender> contenders) {
        Optional<Contender> own = find(contenders, "tallygate");
        Optional<Contender> lua = find(contenders, "nginx-lua");
        List<Contender> compared = own.isPresent() && lua.isPresent() ? List.of(own.get(), lua.get()) : contenders;
        return compared.stream()
                .mapToDouble(contender -> contender.median(round -> round.load().perSecond()))
                .min()
                .orElseThrow();
    }

    static Optional<Contender> find(List<Contender> contenders, String name) {
        return contenders.stream()
                .filter(contender -> contender.name().equals(name))
                .findFirst();
    }
}
