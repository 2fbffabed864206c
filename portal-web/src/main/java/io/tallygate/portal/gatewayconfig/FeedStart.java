package io.tallygate.portal.gatewayconfig;

import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.gatewayconfig.store.RevisionListener;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Begins to listen when the portal starts, after the migrations, and gives the shared group the installation's
/// credential.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class FeedStart {
    @Resource(lookup = "jdbc/feed", shareable = false)
    private DataSource feed;

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    private LiveChanges live;

    @Inject
    private SealedSecrets secrets;

    @Inject
    private GatewayGroups groups;

    @Inject
    @ConfigProperty(name = "TALLYGATE_BOOTSTRAP_GROUP_TOKEN")
    private Optional<String> token;

    private @Nullable RevisionListener listener;
    private @Nullable Thread thread;

    void start(@Observes @Priority(500) Startup event) {
        token.ifPresent(text -> AuditContext.asTask("installation", () -> groups.setToken(GatewayGroups.SHARED, text)));
        listener = new RevisionListener(feed, live, secrets);
        thread = threads.newThread(listener);
        thread.setName("gateway-feed-listener");
        thread.start();
    }

    @PreDestroy
    void stop() {
        if (listener != null) {
            listener.stop();
        }
        if (thread != null) {
            thread.interrupt();
        }
    }
}
