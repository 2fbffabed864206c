package io.tallygate.portal.account;

import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.audit.AuditEntry;
import io.tallygate.portal.audit.AuditTrail;
import io.tallygate.portal.audit.Change;
import io.tallygate.portal.secret.Secret;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The token with which whoever runs the installation makes its first tenants. It comes from the settings; another one
/// there takes the
/// place of the one before.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class OperatorToken {
    private static final String NAME = "installation";

    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    @Inject
    private AuditTrail trail;

    @Inject
    @ConfigProperty(name = "TALLYGATE_BOOTSTRAP_OPERATOR_TOKEN")
    private Optional<String> token;

    void start(@Observes @Priority(500) Startup event) {
        token.ifPresent(text -> AuditContext.asTask("installation", () -> take(text)));
    }

    private void take(String text) {
        if (!Secret.isWellFormed(text)) {
            throw new IllegalStateException(
                    "TALLYGATE_BOOTSTRAP_OPERATOR_TOKEN is not of the form tgp_…: its check digits do not fit");
        }
        try {
            trail.recording(operator, AuditEntry.INSTALLATION, (connection, changes) -> {
                try (PreparedStatement delete = connection.prepareStatement("delete from access_token where operator"
                                + " and name = '" + NAME + "' and sha256 <> ? returning id, last4");
                        PreparedStatement insert = connection.prepareStatement(
                                "insert into access_token (id, subject, name, sha256, last4, operator, created_at)"
                                        + " values (uuidv7(), 'operator', '" + NAME
                                        + "', ?, ?, true, now()) on conflict (sha256) do nothing returning id")) {
                    delete.setString(1, Secret.sha256(text));
                    try (ResultSet gone = delete.executeQuery()) {
                        while (gone.next()) {
                            changes.add(Change.deleted(
                                    "operator-token",
                                    gone.getObject(1, UUID.class),
                                    Map.of("name", NAME, "last4", gone.getString(2))));
                        }
                    }
                    String last4 = new Secret(text).last4();
                    insert.setString(1, Secret.sha256(text));
                    insert.setString(2, last4);
                    try (ResultSet made = insert.executeQuery()) {
                        if (made.next()) {
                            changes.add(Change.created(
                                    "operator-token",
                                    made.getObject(1, UUID.class),
                                    Map.of("name", NAME, "last4", last4)));
                        }
                    }
                    return true;
                }
            });
        } catch (SQLException failed) {
            throw new IllegalStateException("the operator's token could not be stored", failed);
        }
    }
}
