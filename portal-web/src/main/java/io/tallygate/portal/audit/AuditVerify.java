package io.tallygate.portal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.store.AuditReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Verifies chains without a portal: those of a database, or one from an export. `infra/audit` runs it.
public final class AuditVerify {
    private static final String USAGE = """
        infra/audit verify [--data DIR]                      every chain of the stack below DIR (default .tallygate)
        infra/audit verify --database URL --key FILE [--anchors FILE]…
        infra/audit verify --export FILE [--key FILE] [--public-key X] [--anchors FILE]…
        infra/audit verify-receipt FILE [--key FILE] [--public-key X]   the receipt of a tenant's erasure

        --key FILE      the installation's signing key: with it records that no portal wrote are found too
        --public-key X  of an export or a receipt, from another place than the file itself: /.well-known/tallygate-audit-keys.json
        --anchors FILE  what a portal has kept outside of the database; give those of all portals
        Ends with 0 when everything is as it was written, 1 when something is not, 2 when it cannot be read.
        """;

    private final PrintStream out;
    private @Nullable String database;
    private @Nullable Path export;
    private @Nullable SigningKey key;
    private @Nullable String publicKey;
    private final List<Anchors> anchors = new ArrayList<>();

    private AuditVerify(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out));
    }

    /// @return  what the process ends with
    static int run(List<String> arguments, PrintStream out) {
        boolean receipt = arguments.size() > 1 && arguments.getFirst().equals("verify-receipt");
        if (!receipt && (arguments.isEmpty() || !arguments.getFirst().equals("verify"))) {
            out.print(USAGE);
            return 2;
        }
        AuditVerify verify = new AuditVerify(out);
        try {
            if (receipt) {
                verify.options(arguments.subList(2, arguments.size()));
                return verify.verifyReceipt(existing(arguments.get(1))) ? 0 : 1;
            }
            verify.understand(arguments.subList(1, arguments.size()));
            return (verify.export == null ? verify.verifyDatabase() : verify.verifyExport(verify.export)) ? 0 : 1;
        } catch (IOException | SQLException | IllegalArgumentException | IllegalStateException unreadable) {
            out.println(unreadable.getMessage());
            return 2;
        }
    }

    private void understand(List<String> arguments) throws IOException {
        Path data = options(arguments);
        if (database == null && export == null) {
            JsonNode stack = new ObjectMapper()
                    .readTree(existing(data.resolve("stack.json").toString()).toFile());
            database = stack.path("postgres").path("url").asText();
            key = SigningKey.at(existing(data.resolve("audit/signing-key.jwk").toString()));
            anchors.add(
                    new Anchors(existing(data.resolve("audit/anchors.ndjson").toString())));
        }
    }

    /// @return  where the stack is
    private Path options(List<String> arguments) {
        Path data = Path.of(".tallygate");
        for (int at = 0; at < arguments.size(); at += 2) {
            if (at + 1 == arguments.size()) {
                throw new IllegalArgumentException(USAGE);
            }
            String value = arguments.get(at + 1);
            switch (arguments.get(at)) {
                case "--data" -> data = Path.of(value);
                case "--database" -> database = value;
                case "--export" -> export = existing(value);
                case "--key" -> key = SigningKey.at(existing(value));
                case "--public-key" -> publicKey = value;
                case "--anchors" -> anchors.add(new Anchors(existing(value)));
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        return data;
    }

    private static Path existing(String file) {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(path + " is not there");
        }
        return path;
    }

    /// Without a key from elsewhere the receipt's own is taken: that proves that nothing was altered, and not by whom
    /// it
    /// was signed.
    private boolean verifyReceipt(Path file) throws IOException {
        String text = Files.readString(file, UTF_8);
        JsonNode claimed = new ObjectMapper().readTree(text);
        String x = key != null
                ? key.x()
                : publicKey != null ? publicKey : claimed.path("publicKey").asText();
        JsonNode receipt = SignedJson.verified(text, x).orElse(null);
        if (receipt == null) {
            out.println("BROKEN this is not what was signed");
            return false;
        }
        out.printf(
                "intact receipt of the erasure of %s (%s), finished at %s%n",
                receipt.path("slug").asText(),
                receipt.path("tenant").asText(),
                receipt.path("finishedAt").asText());
        receipt.path("deleted")
                .forEach(table -> out.printf(
                        "  deleted %10d of %s%n",
                        table.path("rows").asLong(), table.path("table").asText()));
        receipt.path("kept")
                .forEach(kept -> out.printf(
                        "  kept %s: %s%n",
                        kept.path("what").asText(), kept.path("why").asText()));
        if (key == null && publicKey == null) {
            out.printf(
                    "signed with key %s; hold it against /.well-known/tallygate-audit-keys.json of the installation%n",
                    receipt.path("key").asText());
        }
        return true;
    }

    private boolean verifyDatabase() throws SQLException, IOException {
        if (key == null) {
            throw new IllegalArgumentException("--database needs --key");
        }
        boolean intact = true;
        try (Connection connection = DriverManager.getConnection(jdbc(String.valueOf(database)))) {
            Verification verification = new Verification(key.seals(), key.x(), anchors);
            AuditReader reader = new AuditReader(connection);
            Set<TenantId> chains = new LinkedHashSet<>(reader.chains());
            for (Anchors file : anchors) {
                chains.addAll(file.chains());
            }
            for (TenantId chain : chains) {
                intact &= say(chain, verification.of(chain, new Verification.Reads() {
                    @Override
                    public <T> T read(Verification.Reading<T> reading) throws SQLException {
                        return reading.of(reader);
                    }
                }));
            }
        }
        return intact;
    }

    /// `postgresql://user:password@host:port/name` as it stands in `stack.json`; an address of JDBC is taken as it is.
    private static String jdbc(String url) {
        if (url.startsWith("jdbc:")) {
            return url;
        }
        return url.replaceFirst("^postgres(ql)?://([^:/@]+):([^@]*)@(.*)$", "jdbc:postgresql://$4?user=$2&password=$3");
    }

    private boolean verifyExport(Path file) throws IOException {
        List<Anchor> checkpoints = new ArrayList<>();
        ExportLines.Line.Chain begin = null;
        ExportLines.Line.End end = null;
        try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                switch (ExportLines.read(line)) {
                    case ExportLines.Line.Chain chain -> begin = chain;
                    case ExportLines.Line.Checkpoint checkpoint -> checkpoints.add(checkpoint.anchor());
                    case ExportLines.Line.End last -> end = last;
                    case ExportLines.Line.Recorded record -> {}
                }
            }
        }
        if (begin == null || end == null) {
            throw new IllegalArgumentException(file + " is cut: its first or its last line is not there");
        }
        out.println("exported at " + begin.exportedAt());
        return say(begin.chain(), checked(file, begin, checkpoints, end.records()));
    }

    private Verdict checked(Path file, ExportLines.Line.Chain begin, List<Anchor> checkpoints, long count)
            throws IOException {
        List<Anchor> outside = new ArrayList<>();
        for (Anchors known : anchors) {
            known.of(begin.chain()).stream()
                    .filter(anchor -> !anchor.at().isAfter(begin.exportedAt()))
                    .forEach(outside::add);
        }
        ChainCheck check = new ChainCheck(
                begin.chain(),
                key == null ? null : key.seals(),
                publicKey == null ? begin.publicKey() : publicKey,
                outside,
                checkpoints);
        try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (ExportLines.read(line) instanceof ExportLines.Line.Recorded(AuditRecord record)) {
                    check.next(record);
                }
            }
        }
        return check.endAt(count);
    }

    private boolean say(TenantId chain, Verdict verdict) {
        out.printf(
                "%s %s: %d records, held against %d anchors%n",
                verdict.isIntact() ? "intact" : "BROKEN",
                chain.equals(AuditEntry.INSTALLATION) ? "installation" : chain,
                verdict.records(),
                verdict.anchors());
        for (Finding finding : verdict.findings()) {
            out.printf(
                    "  record %s %s: %s%n",
                    finding.first() == finding.last() ? finding.first() : finding.first() + " to " + finding.last(),
                    finding.reason().kind().wireName(),
                    finding.reason().text());
        }
        if (verdict.found() > verdict.findings().size()) {
            out.printf("  and %d more%n", verdict.found() - verdict.findings().size());
        }
        return verdict.isIntact();
    }
}
