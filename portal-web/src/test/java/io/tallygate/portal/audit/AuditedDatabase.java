package io.tallygate.portal.audit;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.store.AuditReader;
import io.tallygate.portal.audit.store.AuditWriter;
import io.tallygate.portal.running.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/// A database with the audit log's tables and roles, and the files beside it, without a portal: chains are written as
/// the portal writes them.
final class AuditedDatabase implements AutoCloseable {
    private final TestDatabase database;
    private final Connection app;
    private final Connection signer;
    private final SigningKey key;
    private final Anchors anchors;
    private final Verification verification;

    private AuditedDatabase(TestDatabase database, Path folder) throws SQLException {
        this.database = database;
        this.app = database.as("app");
        this.signer = database.as("audit");
        this.key = SigningKey.at(folder.resolve("signing-key.jwk"));
        this.anchors = new Anchors(folder.resolve("anchors.ndjson"));
        this.verification = new Verification(key.seals(), key.x(), List.of(anchors));
    }

    static AuditedDatabase start() throws IOException, SQLException {
        TestDatabase database = TestDatabase.start();
        String url = "jdbc:postgresql://localhost:" + database.port() + "/" + TestDatabase.NAME;
        Flyway.configure()
                .dataSource(url, "tallygate_owner", TestDatabase.password("owner"))
                .schemas("portal")
                .locations("classpath:db/portal")
                .outOfOrder(true)
                .load()
                .migrate();
        return new AuditedDatabase(database, Files.createTempDirectory("audit"));
    }

    /// @return the chain of a new tenant, with so many records and checkpoints in its middle and at its end
    TenantId chain(int records) throws SQLException, IOException {
        TenantId chain = new TenantId(UUID.randomUUID());
        for (int number = 1; number <= records; number++) {
            write(entry(chain, number));
            if (number == records / 2 || number == records) {
                sign();
            }
        }
        return chain;
    }

    static AuditEntry entry(TenantId chain, int number) {
        Change change = Change.changed(
                "api",
                UUID.randomUUID(),
                java.util.Map.of("name", "Orders " + number),
                java.util.Map.of("name", "Bestellungen № " + number));
        List<Change> changes = List.of(change);
        return new AuditEntry(
                UUID.fromString(RequestId.of(null)),
                chain,
                "person",
                "subject-" + number % 7,
                "zoë@example.com",
                number % 3 == 0 ? UUID.randomUUID().toString() : "",
                "203.0.113." + number % 250,
                RequestId.of(null),
                "PATCH /tenants/{tenant}/apis/{id}",
                number % 5 == 0 ? AuditEntry.REFUSED : AuditEntry.DONE,
                number % 5 == 0 ? "403 forbidden" : "",
                ChangesJson.targets(changes),
                ChangesJson.of(changes));
    }

    Anchor write(AuditEntry entry) throws SQLException, IOException {
        try (PreparedStatement tell = app.prepareStatement("select set_config('tallygate.tenant', ?, false)")) {
            tell.setString(1, entry.chain().toString());
            tell.execute();
        }
        Anchor head = new AuditWriter(app).record(entry, key.seals().of(entry));
        anchors.add(List.of(head));
        return head;
    }

    void sign() throws SQLException, IOException {
        AuditWriter writer = new AuditWriter(signer);
        List<Anchor> signed = writer.headsWithoutCheckpoint().stream()
                .map(head -> head.signedWith(key))
                .toList();
        writer.keep(signed);
        anchors.add(signed);
    }

    /// As it is seen on a connection, with what has not been committed on it.
    Verdict verify(TenantId chain, Connection seenBy) throws SQLException, IOException {
        AuditReader reader = new AuditReader(seenBy);
        return verification.of(chain, new Verification.Reads() {
            @Override
            public <T> T read(Verification.Reading<T> reading) throws SQLException {
                return reading.of(reader);
            }
        });
    }

    SigningKey key() {
        return key;
    }

    Connection asAdministrator() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + database.port() + "/" + TestDatabase.NAME, "postgres", "postgres");
    }

    @Override
    public void close() throws SQLException, IOException {
        app.close();
        signer.close();
        database.close();
    }
}
