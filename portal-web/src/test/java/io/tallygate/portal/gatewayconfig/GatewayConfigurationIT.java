package io.tallygate.portal.gatewayconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Inside the server: what other rooms put into the gateway configuration, in the server's own transactions, is
/// what a gateway reads from the feed.
@ExtendWith(ArquillianExtension.class)
@SuppressWarnings("NullAway") // fields are injected by the container and by the test
class GatewayConfigurationIT {
    @Deployment
    static WebArchive portal() {
        WebArchive war = ShrinkWrap.create(ZipImporter.class, "feed.war")
                .importFrom(new File("target/portal.war"))
                .as(WebArchive.class)
                .addClasses(
                        GatewayConfigurationIT.class,
                        FeedConnection.class,
                        FeedReader.class,
                        FeedSchema.class,
                        TenantChanges.class,
                        RunningPortal.class)
                .addAsLibraries(libraryOf(Schema.class), libraryOf(com.ethlo.time.ITU.class));
        for (String file : List.of("gateway-feed.schema.json", "gateway-feed.sample.ndjson")) {
            URL resource = Objects.requireNonNull(GatewayConfigurationIT.class.getResource("/contracts/" + file), file);
            war.addAsResource(resource, "contracts/" + file);
        }
        return war;
    }

    private static File libraryOf(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ArquillianResource
    URL deployed;

    @Inject
    TenantTransactions transactions;

    @Inject
    GatewayConfiguration gateways;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    ManagedExecutorService threadsOfTheServer;

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private FeedConnection connection;
    private FeedReader feed;

    @BeforeEach
    void connect() throws Exception {
        String root = deployed.getPath();
        connection = FeedConnection.open(
                "http://localhost:" + deployed.getPort() + root.substring(0, root.length() - 1), "");
        feed = connection.reader();
        feed.await(seen -> !seen.modes().isEmpty());
    }

    @AfterEach
    void hangUp() {
        connection.close();
    }

    @Test
    void a_transaction_reaches_the_gateway_as_one_batch_when_it_commits() throws Exception {
        UUID upstream = UUID.randomUUID();
        UUID credential = UUID.randomUUID();
        int batches = feed.modes().size();
        transactions.inTenant(tenant, () -> {
            gateways.put(
                    tenant,
                    upstream,
                    new GatewayEntity.Upstream(
                            "http", List.of(new GatewayEntity.Target("127.0.0.1", 8501, 1)), "", 2000, 30_000));
            gateways.put(tenant, credential, TenantChanges.credential());
            gateways.put(tenant, credential, TenantChanges.credential());
        });
        feed.await(seen -> seen.entities().containsKey("credential " + credential));
        assertTrue(feed.entities().containsKey("upstream " + upstream));
        assertEquals(batches + 1, feed.modes().size());
        transactions.inTenant(tenant, () -> gateways.delete(tenant, Kind.UPSTREAM, upstream));
        feed.await(seen -> !seen.entities().containsKey("upstream " + upstream));
    }

    @Test
    void nothing_is_left_of_a_transaction_that_rolls_back() throws Exception {
        UUID lost = UUID.randomUUID();
        long before = feed.applied();
        assertThrows(
                IllegalStateException.class,
                () -> transactions.inTenant(tenant, () -> {
                    gateways.put(tenant, lost, TenantChanges.credential());
                    throw new IllegalStateException("changed my mind");
                }));
        UUID kept = UUID.randomUUID();
        transactions.inTenant(tenant, () -> gateways.put(tenant, kept, TenantChanges.credential()));
        feed.await(seen -> seen.entities().containsKey("credential " + kept));
        assertFalse(feed.entities().containsKey("credential " + lost));
        assertEquals(before + 1, feed.applied());
    }

    @Test
    void a_change_outside_a_transaction_or_for_another_tenant_is_refused() {
        GatewayEntity entity = TenantChanges.credential();
        assertThrows(IllegalStateException.class, () -> gateways.put(tenant, UUID.randomUUID(), entity));
        TenantId other = new TenantId(UUID.randomUUID());
        assertThrows(
                IllegalStateException.class,
                () -> transactions.inTenant(tenant, () -> gateways.put(other, UUID.randomUUID(), entity)));
    }

    @Test
    void the_server_s_own_transactions_are_seen_in_the_order_of_their_commits() throws Exception {
        long before = feed.applied();
        int threads = 6;
        int each = 15;
        List<Future<Boolean>> ends = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            TenantId own = new TenantId(UUID.randomUUID());
            ends.add(threadsOfTheServer.submit(() -> {
                for (int j = 0; j < each; j++) {
                    transactions.inTenant(own, () -> gateways.put(own, UUID.randomUUID(), TenantChanges.credential()));
                }
                return true;
            }));
        }
        for (Future<Boolean> end : ends) {
            assertTrue(end.get());
        }
        feed.awaitRevision(before + threads * each);
        assertEquals(
                LongStream.rangeClosed(before + 1, before + threads * each)
                        .boxed()
                        .toList(),
                feed.revisions()
                        .subList(
                                feed.revisions().size() - threads * each,
                                feed.revisions().size()));
    }
}
