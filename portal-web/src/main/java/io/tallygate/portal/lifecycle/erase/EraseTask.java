package io.tallygate.portal.lifecycle.erase;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.AuditFiles;
import io.tallygate.portal.mail.Mails;
import io.tallygate.portal.tasks.TenantTask;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;

/// Erases one tenant, in steps of which each is done wholly or not at all and leaves a mark: whichever portal takes
/// over after a crash goes on from the last one.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class EraseTask implements TenantTask {
    /// Rows that come in while others are deleted are few, and of work that was under way.
    private static final int MOST_ROUNDS = 10;

    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    @Inject
    private ErasureRecords records;

    @Inject
    private ErasureTerms terms;

    @Inject
    private ErasedUsage usage;

    @Inject
    private AuditFiles audit;

    @Inject
    private Mails mails;

    @Inject
    private Clock clock;

    @Override
    public String name() {
        return "erase";
    }

    @Override
    public void run(TenantId tenant, String data) throws Exception {
        UUID id = UUID.fromString(data);
        records.start(id, now());
        Erasure erasure = records.find(id).orElse(null);
        if (erasure == null || !erasure.tenant().equals(tenant)) {
            return;
        }
        switch (erasure.status()) {
            case WAITING, CANCELLED -> {} // asked for sooner, or taken back
            case RUNNING -> {
                erase(erasure);
                tellOwners(erasure);
            }
            case DONE -> tellOwners(erasure);
        }
    }

    private void erase(Erasure erasure) throws SQLException {
        for (int round = 0; !emptyTables(erasure); round++) {
            if (round == MOST_ROUNDS) {
                throw new IllegalStateException("the tables of " + erasure.tenant() + " fill again and again");
            }
        }
        JsonObject progress = records.progress(erasure.id()).orElseThrow();
        if (!progress.containsKey("usage")) {
            progress = Json.createObjectBuilder(progress)
                    .add("usage", usage.count(erasure.tenant()))
                    .build();
            records.progress(erasure.id(), progress);
        }
        usage.erase(erasure.tenant());
        Instant finished = now();
        String receipt = ErasureReceipt.signed(erasure, finished, progress, terms.invoiceYears(), audit.key());
        records.done(erasure, finished, receipt, sha256(receipt));
    }

    /// One transaction: the gateways forget, invoices are set aside, every table is emptied, and what that was is
    /// noted.
    /// @return  whether all was empty before
    private boolean emptyTables(Erasure erasure) throws SQLException {
        JsonObject before = records.progress(erasure.id()).orElse(JsonObject.EMPTY_JSON_OBJECT);
        try (Connection connection = operator.getConnection()) {
            connection.setAutoCommit(false);
            try {
                tell(connection, erasure.tenant());
                if (before.containsKey("deleted") && ErasedTables.isEmpty(connection)) {
                    return true;
                }
                JsonObjectBuilder after = Json.createObjectBuilder(before);
                Held held = hold(connection);
                call(connection, "select portal.erase_gateway_entities()");
                try (PreparedStatement retain = connection.prepareStatement("select billing.retain_invoices(?)")) {
                    retain.setInt(1, terms.invoiceYears());
                    try (ResultSet row = retain.executeQuery()) {
                        row.next();
                        after.add("invoices", row.getLong(1));
                    }
                }
                after.add("deleted", together(before, ErasedTables.empty(connection)));
                if (held.organization() != null) {
                    after.add("organization", held.organization());
                }
                after.add(
                        "audit",
                        Json.createObjectBuilder()
                                .add("records", held.records())
                                .add("headSha256", held.headSha256()));
                note(connection, erasure.id(), after.build(), held);
                connection.commit();
                return false;
            } finally {
                connection.rollback(); // nothing is left to undo when it has committed
                connection.setAutoCommit(true);
            }
        }
    }

    private record Held(
            @org.jspecify.annotations.Nullable String country,
            String[] owners,
            @org.jspecify.annotations.Nullable String organization,
            long records,
            String headSha256) {}

    private static Held hold(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from portal.hold_erased_tenant()")) {
            row.next();
            return new Held(
                    row.getString(1),
                    (String[]) row.getArray(2).getArray(),
                    row.getString(3),
                    row.getLong(4),
                    row.getString(5) == null ? "" : row.getString(5));
        }
    }

    private static JsonArrayBuilder together(JsonObject before, JsonArrayBuilder deleted) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        if (before.containsKey("deleted")) {
            before.getJsonArray("deleted").forEach(all::add);
            // rows that came in late; most tables had none
            JsonArray late = deleted.build();
            late.stream()
                    .filter(table -> table.asJsonObject().getInt("rows") > 0)
                    .forEach(all::add);
            return all;
        }
        deleted.build().forEach(all::add);
        return all;
    }

    private static void note(Connection connection, UUID id, JsonObject progress, Held held) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update portal.tenant_erasure set progress = ?, language = coalesce(language, ?), mail_to = mail_to ||"
                        + " ?::text[] where id = ?")) {
            update.setString(1, progress.toString());
            update.setString(2, held.country() == null ? null : Erasures.language(held.country()));
            update.setArray(3, connection.createArrayOf("text", held.owners()));
            update.setObject(4, id);
            update.executeUpdate();
        }
    }

    private static void tell(Connection connection, TenantId tenant) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("select set_config('tallygate.tenant', ?, true)")) {
            call.setString(1, tenant.toString());
            call.execute();
        }
    }

    private static void call(Connection connection, String statement) throws SQLException {
        try (Statement call = connection.createStatement()) {
            call.execute(statement);
        }
    }

    /// An owner may get it twice after a crash, and never not at all.
    private void tellOwners(Erasure erasure) throws SQLException {
        ErasureRecords.Owners owners = records.owners(erasure.id());
        String receipt = records.receipt(erasure.id()).orElseThrow();
        for (String owner : owners.addresses()) {
            mails.queueForNobody(
                    owner,
                    Locale.forLanguageTag(owners.language()),
                    "mail.erasure.done",
                    erasure.slug(),
                    receipt.strip());
            records.told(erasure.id(), owner);
        }
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(ErasedTables.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
