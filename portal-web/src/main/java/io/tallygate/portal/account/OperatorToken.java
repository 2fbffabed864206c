package io.tallygate.portal.account;

import io.tallygate.portal.secret.Secret;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
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
    @ConfigProperty(name = "TALLYGATE_BOOTSTRAP_OPERATOR_TOKEN")
    private Optional<String> token;

    void start(@Observes @Priority(500) Startup event) {
        token.ifPresent(this::take);
    }

    private void take(String text) {
        if (!Secret.isWellFormed(text)) {
            throw new IllegalStateException(
                    "TALLYGATE_BOOTSTRAP_OPERATOR_TOKEN is not of the form tgp_…: its check digits do not fit");
        }
        try (Connection connection = operator.getConnection();
                PreparedStatement delete = connection.prepareStatement(
                        "delete from access_token where operator and name = '" + NAME + "' and sha256 <> ?");
                PreparedStatement insert = connection.prepareStatement(
                        "insert into access_token (id, subject, name, sha256, last4, operator, created_at)"
                                + " values (uuidv7(), 'operator', '" + NAME
                                + "', ?, ?, true, now()) on conflict (sha256) do nothing")) {
            delete.setString(1, Secret.sha256(text));
            delete.executeUpdate();
            insert.setString(1, Secret.sha256(text));
            insert.setString(2, new Secret(text).last4());
            insert.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException("the operator's token could not be stored", failed);
        }
    }
}
