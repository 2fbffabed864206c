package io.tallygate.gateway;

import io.tallygate.gateway.GatewaySettings.TlsSettings;
import io.tallygate.gateway.admin.AdminServer;
import io.tallygate.gateway.config.Configuration;
import io.tallygate.gateway.config.FeedClient;
import io.tallygate.gateway.config.FeedSettings;
import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.counter.RedisCounters;
import io.tallygate.gateway.events.EventIntake;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.observe.Seeing;
import io.tallygate.gateway.observe.accesslog.AccessLog;
import io.tallygate.gateway.observe.accesslog.AccessLogSettings;
import io.tallygate.gateway.observe.calltrace.TraceTokens;
import io.tallygate.gateway.observe.tracing.Tracing;
import io.tallygate.gateway.observe.tracing.TracingSettings;
import io.tallygate.gateway.policy.PolicyJars;
import io.tallygate.gateway.policy.PolicySurroundings;
import io.tallygate.gateway.policy.PolicyTypes;
import io.tallygate.gateway.proxy.ProxyServer;
import io.tallygate.gateway.proxy.TlsDoor;
import io.tallygate.gateway.tls.CertificateFolder;
import io.tallygate.gateway.upstream.AddressWall;
import io.tallygate.gateway.upstream.LoopCalls;
import io.tallygate.gateway.usage.UsageEvents;
import io.tallygate.metering.clickhouse.ClickHouseUsageStore;
import io.tallygate.metering.recording.UsageJournal;
import io.tallygate.metering.recording.UsageShipper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds the rooms in order, and takes them down in the opposite one. A table of contents.
public final class GatewayMain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);

    /// They are larger than calls and come less often.
    private static final int EVENT_BLOCK_BYTES = 4 << 20;

    private final GatewayTuning tuning;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LimitCounts counts;
    private final PolicySurroundings surroundings;
    private final UsageJournal journal;
    private final ClickHouseUsageStore store;
    private final UsageShipper shipper;
    private final UsageJournal eventsJournal;
    private final ClickHouseUsageStore eventsStore;
    private final UsageShipper eventsShipper;
    private final EventIntake events;
    private final PolicyJars policyJars;
    private final Seeing seeing;
    private final FeedClient feed;
    private final AdminServer admin;
    private final @Nullable CertificateFolder certificates;
    private final ProxyServer proxy;

    public GatewayMain(GatewaySettings settings) throws IOException, InterruptedException {
        tuning = settings.tuning();
        Path data = Files.createDirectories(settings.data());
        Metrics metrics = new Metrics();
        journal = UsageJournal.open(data.resolve("journal"), settings.usage().calls());
        URI redis = settings.redis();
        counts = LimitCounts.open(
                data.resolve("limits"),
                new LimitBounds(metrics),
                redis == null ? null : () -> new RedisCounters(redis, settings.group(), journal.instance()));
        AddressWall wall = AddressWall.allowing(settings.outboundAllow());
        LoopCalls ownCalls = new LoopCalls();
        surroundings = new PolicySurroundings(wall, metrics, ownCalls);
        policyJars = PolicyJars.in(settings.policies());
        PolicyTypes kinds = PolicyTypes.with(policyJars.found());
        Configuration configuration = new Configuration(counts, surroundings, kinds, settings.bounds());

        store = new ClickHouseUsageStore(settings.clickHouse());
        shipper = new UsageShipper(journal, store, settings.tuning().shipper());
        shipper.start();
        eventsJournal =
                UsageJournal.open(data.resolve("events"), settings.usage().events());
        eventsStore = new ClickHouseUsageStore(settings.clickHouse());
        eventsShipper = new UsageShipper(
                eventsJournal, eventsStore, settings.tuning().shipper().inBlocksOf(EVENT_BLOCK_BYTES));
        eventsShipper.start();
        events = new EventIntake(eventsJournal, configuration.eventSubjects(), metrics);

        feed = new FeedClient(
                new FeedSettings(
                        settings.feed(),
                        settings.group(),
                        settings.groupToken(),
                        data.resolve("last-good-configuration"),
                        journal.instance(),
                        version()),
                configuration);
        feed.start();

        seeing = seeing(settings, metrics);
        admin = new AdminServer(
                settings.admin(),
                configuration,
                feed,
                journal,
                shipper,
                eventsJournal,
                eventsShipper,
                counts,
                kinds,
                metrics);
        TlsSettings tls = settings.tls();
        certificates = tls == null ? null : new CertificateFolder(tls.certificates(), metrics);
        proxy = new ProxyServer(
                settings.proxy(),
                tls == null || certificates == null ? null : new TlsDoor(tls.address(), certificates),
                settings.maxConnections(),
                settings.maxPerAddress(),
                settings.proxies(),
                settings.besides(),
                settings.maxCalls(),
                configuration,
                new UsageEvents(journal, settings.usage().caller(), metrics),
                events,
                settings.tuning().transport(),
                settings.tuning().http(),
                settings.tuning().protocols(),
                settings.tuning().upstream(),
                wall,
                ownCalls,
                seeing,
                metrics);
        admin.serving();
        LOG.info("Serving: {}", settings);
    }

    private Seeing seeing(GatewaySettings settings, Metrics metrics) {
        SeeingSettings looks = settings.seeing();
        TracingSettings tracing = looks.tracing();
        AccessLogSettings log = looks.accessLog();
        return new Seeing(
                tracing == null ? null : new Tracing(tracing, settings.group(), journal.instance(), version(), metrics),
                log == null ? null : new AccessLog(log, metrics, Clock.systemUTC()),
                new TraceTokens(settings.groupToken()));
    }

    private static String version() {
        String version = GatewayMain.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /// Says at once that it is not ready, serves on until that is known, and takes no more calls then. Those
    /// under way come to their end, their records go to the store as far as it takes them, and stay on disk
    /// otherwise.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        admin.stopping();
        try {
            proxy.stop(tuning.notice(), tuning.drain());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        seeing.close();
        if (certificates != null) {
            certificates.close();
        }
        feed.close();
        surroundings.close();
        events.close();
        shipper.close();
        eventsShipper.close();
        store.close();
        eventsStore.close();
        journal.close();
        eventsJournal.close();
        counts.close();
        admin.close();
        policyJars.close();
        LOG.info("Stopped");
    }

    /// Before Netty looks: what it does unless an installation says otherwise.
    private static void usual(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    public static void main(String[] arguments) throws Exception {
        usual("io.netty.leakDetection.level", "disabled"); // for drills and tests, not for customers
        usual("io.netty.buffer.checkAccessible", "false"); // bounds are still checked
        GatewaySettings settings;
        try {
            settings = GatewaySettings.of(System.getenv());
        } catch (IllegalArgumentException wrong) {
            System.err.println("The gateway cannot start: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        try {
            GatewayMain gateway = new GatewayMain(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop"));
        } catch (IOException | RuntimeException failed) {
            LOG.error("The gateway cannot start", failed);
            System.exit(1);
        }
    }
}
