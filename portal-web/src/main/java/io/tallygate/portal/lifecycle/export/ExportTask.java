package io.tallygate.portal.lifecycle.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.archive.UsageArchive;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tasks.TenantTask;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Makes one archive. Tables are read from one snapshot of the database, so that what refers to each other
/// fits; usage
/// is read after that, as far as it has arrived. Made again from the start when it broke off.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ExportTask implements TenantTask {
    private static final int LOCKS = 48;

    @Resource(lookup = "jdbc/portal", shareable = false)
    private DataSource portal;

    @Inject
    private Exports exports;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_URL", defaultValue = "http://localhost:8123")
    private String usageUrl;

    @Inject
    @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_DATABASE", defaultValue = "tallygate")
    private String usageDatabase;

    @Inject
    @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_USER")
    private Optional<String> usageUser;

    @Inject
    @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_PASSWORD")
    private Optional<String> usagePassword;

    @Inject
    @ConfigProperty(name = "TALLYGATE_CLICKHOUSE_CLUSTER")
    private Optional<String> usageCluster;

    /// As many are made as may be; the task library tries again.
    public static final class NoTurn extends Exception {
        private static final long serialVersionUID = 1L;

        NoTurn() {
            super("as many archives are made as may be");
        }
    }

    @Override
    public String name() {
        return "export";
    }

    @Override
    public void run(TenantId tenant, String data) throws Exception {
        UUID id = UUID.fromString(data);
        if (exports.find(tenant, id).filter(export -> !export.isReady()).isEmpty()) {
            return;
        }
        PartsOut made = make(tenant, id);
        // only now: the server begins no transaction of its own while a connection here is at work
        exports.ready(tenant, id, made.written(), made.digest());
    }

    private PartsOut make(TenantId tenant, UUID id) throws Exception {
        try (Connection reading = begin(tenant, true);
                Connection writing = begin(tenant, false)) {
            try {
                takeTurn(reading);
                try (PreparedStatement again = writing.prepareStatement(
                        "delete from portal.tenant_export_part where tenant_id = ? and export_id = ?")) {
                    again.setObject(1, tenant.value());
                    again.setObject(2, id);
                    again.executeUpdate();
                }
                PartsOut out = new PartsOut(writing, tenant, id);
                try (Archive archive = new Archive(out)) {
                    fill(archive, reading, tenant);
                }
                writing.commit();
                return out;
            } finally {
                reading.rollback();
                writing.rollback(); // nothing is left to undo when it has committed
            }
        }
    }

    private Connection begin(TenantId tenant, boolean snapshot) throws SQLException {
        Connection connection = portal.getConnection();
        connection.setAutoCommit(false);
        if (snapshot) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
            }
        }
        try (PreparedStatement tell = connection.prepareStatement("select set_config('tallygate.tenant', ?, true)")) {
            tell.setString(1, tenant.toString());
            tell.execute();
        }
        return connection;
    }

    /// Held until the transaction ends, on whichever portal.
    private static void takeTurn(Connection connection) throws SQLException, NoTurn {
        for (int turn = 0; turn < ExportLimits.AT_ONCE; turn++) {
            try (PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_xact_lock(?, ?)")) {
                lock.setInt(1, LOCKS);
                lock.setInt(2, turn);
                try (ResultSet row = lock.executeQuery()) {
                    if (row.next() && row.getBoolean(1)) {
                        return;
                    }
                }
            }
        }
        throw new NoTurn();
    }

    private void fill(Archive archive, Connection reading, TenantId tenant) throws Exception {
        for (ExportTables.Table table : ExportTables.of(reading)) {
            archive.add("data/" + table.schema() + "/" + table.name() + ".ndjson", out -> table.write(reading, out));
        }
        documents(
                archive,
                reading,
                "select 'documents/apis/' || a.slug || '/' || v.id || case when v.document ~ '^\\s*\\{' then '.json'"
                    + " else '.yaml' end, convert_to(v.document, 'UTF8') from portal.api_version v join portal.api a"
                    + " on a.id = v.api_id order by 1");
        documents(
                archive,
                reading,
                "select 'documents/invoices/' || file_name, bytes from billing.invoice_document union all select"
                        + " 'documents/credit-notes/' || file_name, bytes from billing.credit_note order by 1");
        archive.add("usage/usage_event.ndjson", out -> usage(tenant, out));
        JsonObjectBuilder leftOut = Json.createObjectBuilder();
        ExportTables.LEFT_OUT.forEach(leftOut::add);
        archive.finish(Json.createObjectBuilder()
                .add("format", "tallygate-export")
                .add("version", 1)
                .add("tenant", tenant.toString())
                .add("createdAt", clock.instant().toString())
                .add("leftOut", leftOut));
    }

    private static void documents(Archive archive, Connection reading, String query) throws Exception {
        try (PreparedStatement statement = reading.prepareStatement(query)) {
            statement.setFetchSize(20);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    byte[] document = row.getBytes(2);
                    archive.add(row.getString(1), out -> {
                        out.write(document);
                        return 1;
                    });
                }
            }
        }
    }

    private long usage(TenantId tenant, OutputStream out) throws IOException {
        ClickHouseSettings settings = new ClickHouseSettings(
                        URI.create(usageUrl), usageDatabase, usageUser.orElse(""), usagePassword.orElse(""))
                .onCluster(usageCluster.orElse(""));
        long calls = 0;
        try (UsageArchive archive = new UsageArchive(settings)) {
            UsageArchive.@Nullable Place last = null;
            UsageArchive.Page page;
            do {
                page = archive.page(tenant, last);
                for (String call : page.calls()) {
                    out.write(call.getBytes(UTF_8));
                    out.write('\n');
                }
                calls += page.calls().size();
                last = page.last();
            } while (page.calls().size() == UsageArchive.PAGE);
        }
        return calls;
    }
}
