package io.tallygate.portal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.store.AuditReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// What somebody with all rights on the database may do to a chain: each way returns the number of the record that a
/// verification must name. The cleverer ones make hashes and the chain's head fit again.
final class Tampering {
    private static final List<String> TEXTS = List.of(
            "actor_kind",
            "actor",
            "actor_name",
            "token_id",
            "origin",
            "request_id",
            "action",
            "outcome",
            "reason",
            "targets",
            "changes",
            "seal",
            "previous_sha256",
            "sha256");

    private final Connection connection;
    private final SigningKey theirs;
    private final Random random;

    /// @param theirs  a key that the forger has made
    Tampering(Connection connection, SigningKey theirs, Random random) {
        this.connection = connection;
        this.theirs = theirs;
        this.random = random;
    }

    /// One byte of one column of one record.
    long changeAByte(TenantId chain, int records) throws SQLException {
        long number = 1 + random.nextInt(records);
        int column = random.nextInt(TEXTS.size() + 4);
        if (column < TEXTS.size()) {
            String name = TEXTS.get(column);
            String before = text(
                    "select " + name + " from portal.audit_event where tenant_id = ? and number = ?", chain, number);
            update("set " + name + " = ?", altered(before), chain, number);
        } else if (column == TEXTS.size()) {
            update("set number = number # ?::bigint", 1L << random.nextInt(16), chain, number);
        } else if (column == TEXTS.size() + 1) {
            update("set at = at + ? * interval '1 microsecond'", (double) (1L << random.nextInt(40)), chain, number);
        } else if (column == TEXTS.size() + 2) {
            update(
                    "set id = ?",
                    flipped(text(
                            "select id from portal.audit_event where tenant_id = ? and number = ?", chain, number)),
                    chain,
                    number);
        } else {
            update("set tenant_id = ?", flipped(chain.toString()), chain, number);
        }
        return number;
    }

    long remove(TenantId chain, int records) throws SQLException {
        long number = 1 + random.nextInt(records);
        execute("delete from portal.audit_event where tenant_id = ? and number = ?", chain.value(), number);
        return number;
    }

    /// The end of the chain is gone and its head agrees.
    long cut(TenantId chain, int records) throws SQLException {
        long last = random.nextInt(records);
        execute("delete from portal.audit_event where tenant_id = ? and number > ?", chain.value(), last);
        setHead(chain, last);
        execute("delete from portal.audit_checkpoint where tenant_id = ? and number > ?", chain.value(), last);
        return last + 1;
    }

    /// A record is gone and those behind it have moved up, with hashes and a head that fit.
    long closeAGap(TenantId chain, int records) throws SQLException {
        long number = 1 + random.nextInt(records);
        execute("delete from portal.audit_event where tenant_id = ? and number = ?", chain.value(), number);
        execute(
                "update portal.audit_event set number = number - 1 where tenant_id = ? and number > ?",
                chain.value(),
                number);
        link(chain, number);
        return number;
    }

    /// A record that nobody has written, between others that have made room for it, with hashes and a head that fit.
    long insert(TenantId chain, int records) throws SQLException {
        long number = 1 + random.nextInt(records + 1);
        execute(
                "update portal.audit_event set number = number + 1 where tenant_id = ? and number >= ?",
                chain.value(),
                number);
        AuditEntry entry = AuditedDatabase.entry(chain, random.nextInt(1000));
        put(chain, number, entry, theirs.seals().of(entry));
        link(chain, number);
        return number;
    }

    /// At the chain's end, where nothing is anchored yet.
    long append(TenantId chain, int records) throws SQLException {
        AuditEntry entry = AuditedDatabase.entry(chain, random.nextInt(1000));
        put(chain, records + 1L, entry, theirs.seals().of(entry));
        link(chain, records + 1L);
        return records + 1L;
    }

    /// A genuine record once more, at the chain's end.
    long repeat(TenantId chain, int records) throws SQLException {
        AuditRecord genuine = record(chain, 1 + random.nextInt(records));
        put(chain, records + 1L, genuine.entry(), genuine.seal());
        link(chain, records + 1L);
        return records + 1L;
    }

    /// Beside another of the same number.
    long doubleANumber(TenantId chain, int records) throws SQLException {
        long number = 1 + random.nextInt(records);
        AuditRecord genuine = record(chain, 1 + random.nextInt(records));
        put(chain, number, genuine.entry(), genuine.seal());
        return number;
    }

    /// Two records change places.
    long reorder(TenantId chain, int records) throws SQLException {
        long one = 1 + random.nextInt(records);
        long other = 1 + (one + random.nextInt(records - 1)) % records;
        execute(
                "update portal.audit_event set number = case number when ? then ? else ? end where tenant_id = ? and"
                        + " number in (?, ?)",
                one,
                other,
                one,
                chain.value(),
                one,
                other);
        if (random.nextBoolean()) {
            link(chain, Math.min(one, other));
        }
        return Math.min(one, other);
    }

    /// What a record says, with hashes and a head that fit.
    long rewrite(TenantId chain, int records) throws SQLException {
        long number = 1 + random.nextInt(records);
        update("set actor = ?", "somebody else", chain, number);
        link(chain, number);
        return number;
    }

    private void put(TenantId chain, long number, AuditEntry entry, String seal) throws SQLException {
        execute(
                "insert into portal.audit_event values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                chain.value(),
                number,
                OffsetDateTime.now(ZoneOffset.UTC),
                entry.id(),
                entry.actorKind(),
                entry.actor(),
                entry.actorName(),
                entry.tokenId(),
                entry.origin(),
                entry.requestId(),
                entry.action(),
                entry.outcome(),
                entry.reason(),
                entry.targets(),
                entry.changes(),
                seal,
                AuditRecord.BEGINNING,
                AuditRecord.BEGINNING);
    }

    /// Makes hashes and the head fit from one record on.
    private void link(TenantId chain, long from) throws SQLException {
        String previous =
                from == 1 ? AuditRecord.BEGINNING : record(chain, from - 1).sha256();
        AuditRecord last = null;
        for (AuditRecord record : new AuditReader(connection).after(chain, null)) {
            last = record;
            if (record.number() >= from) {
                AuditRecord linked =
                        new AuditRecord(record.entry(), record.number(), record.at(), record.seal(), previous, "");
                previous = linked.hash();
                execute(
                        "update portal.audit_event set previous_sha256 = ?, sha256 = ? where tenant_id = ? and number"
                                + " = ?",
                        linked.previousSha256(),
                        previous,
                        chain.value(),
                        record.number());
            }
        }
        if (last != null) {
            setHead(chain, last.number());
        }
    }

    private void setHead(TenantId chain, long number) throws SQLException {
        execute(
                "update portal.audit_chain c set number = ?, (at, sha256) = (select coalesce(max(at), to_timestamp(0)),"
                        + " coalesce(max(sha256), repeat('0', 64)) from portal.audit_event e where e.tenant_id ="
                        + " c.tenant_id and e.number = ?) where tenant_id = ?",
                number,
                number,
                chain.value());
    }

    private AuditRecord record(TenantId chain, long number) throws SQLException {
        return new AuditReader(connection).one(chain, number).orElseThrow();
    }

    /// One byte is another, or one more when there is none.
    private String altered(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        List<Integer> plain = new ArrayList<>();
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] > 0) {
                plain.add(at);
            }
        }
        byte other = (byte) (' ' + random.nextInt(95));
        if (plain.isEmpty()) {
            return text + (char) other;
        }
        int at = plain.get(random.nextInt(plain.size()));
        bytes[at] = bytes[at] == other ? (byte) (other == '~' ? '!' : other + 1) : other;
        return new String(bytes, UTF_8);
    }

    private UUID flipped(String uuid) {
        UUID id = UUID.fromString(uuid);
        long bit = 1L << random.nextInt(64);
        return random.nextBoolean()
                ? new UUID(id.getMostSignificantBits() ^ bit, id.getLeastSignificantBits())
                : new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ bit);
    }

    private void update(String set, Object value, TenantId chain, long number) throws SQLException {
        execute(
                "update portal.audit_event " + set + " where tenant_id = ? and number = ?",
                value,
                chain.value(),
                number);
    }

    private String text(String sql, TenantId chain, long number) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, chain.value());
            query.setLong(2, number);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int at = 0; at < values.length; at++) {
                statement.setObject(at + 1, values[at]);
            }
            statement.executeUpdate();
        }
    }
}
