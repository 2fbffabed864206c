package io.tallygate.portal.gatewayconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.AuditEntry;
import io.tallygate.portal.audit.AuditTrail;
import io.tallygate.portal.audit.Change;
import io.tallygate.portal.gatewayconfig.store.GroupStore;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The groups, the credentials that their gateways show, and the instances that report.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class GatewayGroups {
    /// The group that serves all tenants.
    public static final String SHARED = "shared";

    /// The groups whose gateways serve the tenant.
    public static List<String> of(TenantId tenant) {
        return List.of(SHARED);
    }

    private static final String TOKEN_PREFIX = "tgg_";
    private static final int MAX_TOKEN_LENGTH = 100;

    @Resource(lookup = "jdbc/feed", shareable = false)
    private DataSource feed;

    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    @Inject
    private AuditTrail trail;

    @Inject
    private Clock clock;

    /// @param token  as the gateway showed it
    /// @return       the group whose credential it is
    public Optional<GatewayGroup> authenticate(String token) {
        if (!token.startsWith(TOKEN_PREFIX) || token.length() > MAX_TOKEN_LENGTH) {
            return Optional.empty();
        }
        return asking(() -> new GroupStore(feed).byToken(sha256(token)));
    }

    public List<GatewayGroup> all() {
        return asking(() -> new GroupStore(feed).all());
    }

    /// Gives a group a credential; the one it had is no longer taken.
    public void setToken(String group, String token) {
        asking(() -> {
            trail.recording(operator, AuditEntry.INSTALLATION, (connection, changes) -> {
                GroupStore.setToken(connection, group, sha256(token))
                        .ifPresent(id -> changes.add(Change.changed(
                                "gateway-group",
                                id,
                                Map.of("token", Change.unrecorded()),
                                Map.of("token", Change.unrecorded()))));
                return true;
            });
            return true;
        });
    }

    /// A token, and its text, which is shown once.
    public record LetTrace(CallTraceToken token, String text) {}

    /// Lets a caller see what calls to the tenant's routes go through at the gateways that serve them. Inside the
    /// tenant's transaction, whose record says so.
    /// @param route  null: any
    /// @return       empty when no gateway could check it: the group has no credential
    public Optional<LetTrace> letTrace(TenantId tenant, @Nullable UUID route, Duration lasts) {
        Optional<String> credential = asking(() -> new GroupStore(feed).tokenSha256(SHARED));
        return credential.map(sha256 -> {
            CallTraceToken token = new CallTraceToken(
                    UUID.randomUUID(),
                    tenant,
                    route,
                    clock.instant().plus(lasts).truncatedTo(ChronoUnit.SECONDS));
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("route", route == null ? null : route.toString());
            values.put("expiresAt", token.expiresAt().toString());
            trail.changed(Change.created("call-trace", token.id(), values));
            return new LetTrace(token, token.text(sha256));
        });
    }

    /// @return  false when the group has as many instances as are remembered
    public boolean report(GatewayGroup group, GatewayInstance instance) {
        return asking(() -> new GroupStore(feed).report(group.id(), instance));
    }

    /// Instances that reported lately, by group and name.
    public List<GatewayInstance> instances() {
        return asking(() -> new GroupStore(feed).instances());
    }

    /// What instances that were heard lately say of these entities; nothing when they serve them.
    public List<Refusal> refusals(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : asking(() -> new GroupStore(feed).refusals(ids));
    }

    /// Kinds of policies that operators have added to gateways, as the contract has them.
    public List<String> addedPolicies() {
        return asking(() -> new GroupStore(feed).policies());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @FunctionalInterface
    private interface Asking<T> {
        T ask() throws SQLException;
    }

    private static <T> T asking(Asking<T> asking) {
        try {
            return asking.ask();
        } catch (SQLException away) {
            throw new GroupsUnavailable(away);
        }
    }
}
