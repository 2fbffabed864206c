package io.tallygate.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.meter.TenantId;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whoever has all rights on the database can write anything into it. Ten thousand times something is changed, taken
/// away or put in, in the table itself and with what the database would do against it switched off; each time the
/// verification must say so and name the record.
class AuditTamperingIT {
    private static final int TRIES = 10_000;
    private static final int RECORDS = 200;
    private static final int CHAINS = 4;

    @FunctionalInterface
    private interface Way {
        long of(TenantId chain, int records) throws SQLException;
    }

    @Test
    void whatever_is_altered_removed_or_inserted_is_found_and_named() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (AuditedDatabase audited = AuditedDatabase.start();
                Connection administrator = audited.asAdministrator()) {
            List<TenantId> chains = new ArrayList<>();
            for (int at = 0; at < CHAINS; at++) {
                chains.add(audited.chain(RECORDS));
            }
            try (Statement statement = administrator.createStatement()) {
                statement.execute("set session_replication_role = replica");
                statement.execute("alter table portal.audit_event drop constraint audit_event_pkey");
                statement.execute("create index audit_event_place on portal.audit_event (tenant_id, number, id)");
            }
            for (TenantId chain : chains) {
                assertThat(audited.verify(chain, administrator).findings()).isEmpty();
            }
            administrator.setAutoCommit(false);
            SigningKey forgers =
                    SigningKey.at(Files.createTempDirectory("forger").resolve("key.jwk"));
            Tampering tampering = new Tampering(administrator, forgers, random);
            Map<String, Integer> found = new TreeMap<>();
            List<String> missed = new ArrayList<>();
            for (int at = 0; at < TRIES; at++) {
                TenantId chain = chains.get(random.nextInt(CHAINS));
                String name = way(at);
                long number = Objects.requireNonNull(ways(tampering).get(name)).of(chain, RECORDS);
                Verdict verdict = audited.verify(chain, administrator);
                if (verdict.findings().stream()
                        .anyMatch(finding -> finding.first() <= number && number <= finding.last())) {
                    found.merge(name, 1, Integer::sum);
                } else {
                    missed.add("%s of record %d: %s".formatted(name, number, verdict));
                }
                administrator.rollback();
            }
            for (TenantId chain : chains) {
                assertThat(audited.verify(chain, administrator).findings()).isEmpty();
            }
            int all = found.values().stream().mapToInt(Integer::intValue).sum();
            System.out.printf("found=%d of %d %s%n", all, TRIES, found);
            assertThat(missed).as("seed %d", seed).isEmpty();
            assertThat(all).isEqualTo(TRIES);
        }
    }

    /// Most are single bytes; those that write a whole chain anew take longest and come least often.
    private static String way(int at) {
        return switch (at % 100) {
            case 0 -> "gap closed";
            case 1 -> "inserted";
            case 2 -> "rewritten";
            case 3, 4 -> "appended";
            case 5, 6 -> "repeated";
            case 7, 8, 9 -> "doubled";
            case 10, 11 -> "reordered";
            case 12, 13, 14, 15, 16, 17, 18, 19 -> "cut";
            default -> at % 4 == 0 ? "removed" : "byte";
        };
    }

    private static Map<String, Way> ways(Tampering tampering) {
        return Map.of(
                "byte", tampering::changeAByte,
                "removed", tampering::remove,
                "cut", tampering::cut,
                "gap closed", tampering::closeAGap,
                "inserted", tampering::insert,
                "appended", tampering::append,
                "repeated", tampering::repeat,
                "doubled", tampering::doubleANumber,
                "reordered", tampering::reorder,
                "rewritten", tampering::rewrite);
    }
}
