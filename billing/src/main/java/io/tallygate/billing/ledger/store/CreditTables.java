package io.tallygate.billing.ledger.store;

import io.tallygate.billing.ledger.Account;
import io.tallygate.billing.ledger.Grant;
import io.tallygate.billing.ledger.GrantOrigin;
import io.tallygate.billing.ledger.Movement;
import io.tallygate.billing.ledger.Posting;
import io.tallygate.billing.ledger.Recurrence;
import io.tallygate.billing.ledger.Rollover;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Between the tables' rows and the room's records; every field crosses here, both ways.
public final class CreditTables {
    private static final String SOURCE = "source:";

    private CreditTables() {}

    public static Grant grant(CreditGrantRow row) {
        Recurrence recurs = row.recursEvery == null
                ? null
                : new Recurrence(
                        row.recursEvery,
                        ChronoUnit.valueOf(
                                Objects.requireNonNull(row.recursUnit).toUpperCase(Locale.ROOT)),
                        Objects.requireNonNull(row.recursFrom),
                        ZoneId.of(Objects.requireNonNull(row.recursZone)));
        return new Grant(
                row.id,
                row.amount,
                row.priority,
                GrantOrigin.ofSlug(row.origin),
                row.effectiveAt,
                row.expiresAt,
                row.createdAt,
                Set.copyOf(row.onlyFor),
                recurs,
                Rollover.NONE,
                row.voidedAt);
    }

    public static CreditGrantRow grant(UUID account, String name, Grant grant) {
        CreditGrantRow row = new CreditGrantRow();
        row.id = grant.id();
        row.accountId = account;
        row.name = name;
        row.amount = grant.amount();
        row.priority = grant.priority();
        row.origin = grant.origin().slug();
        row.effectiveAt = grant.effectiveAt();
        row.expiresAt = grant.expiresAt();
        row.createdAt = grant.createdAt();
        row.onlyFor = grant.onlyFor().stream().sorted().toList();
        Recurrence recurs = grant.recurs();
        if (recurs != null) {
            row.recursEvery = recurs.every();
            row.recursUnit = recurs.unit().name().toLowerCase(Locale.ROOT);
            row.recursFrom = recurs.anchor();
            row.recursZone = recurs.zone().getId();
        }
        return row;
    }

    public static CreditMovementRow movement(UUID account, long position, Movement movement, Instant recordedAt) {
        CreditMovementRow row = new CreditMovementRow();
        row.accountId = account;
        row.position = position;
        row.key = movement.key();
        row.kind = movement.kind().slug();
        row.at = movement.at();
        row.recordedAt = recordedAt;
        return row;
    }

    public static CreditPostingRow posting(UUID movement, int place, Posting posting) {
        CreditPostingRow row = new CreditPostingRow();
        row.movementId = movement;
        row.place = place;
        row.kind = posting.account().kind();
        row.subject = subject(posting.account());
        row.amount = posting.amount();
        return row;
    }

    public static Movement movement(CreditMovementRow row, List<CreditPostingRow> postings) {
        return new Movement(
                row.key,
                Movement.Kind.ofSlug(row.kind),
                row.at,
                postings.stream()
                        .map(posting -> new Posting(account(posting.kind, posting.subject), posting.amount))
                        .toList());
    }

    private static @Nullable UUID subject(Account account) {
        return switch (account) {
            case Account.OfGrant(var grant) -> grant;
            case Account.Document(var invoice) -> invoice;
            case Account.Source _, Account.Owed _, Account.Expired _, Account.Voided _, Account.Refunded _ -> null;
        };
    }

    private static Account account(String kind, @Nullable UUID subject) {
        return switch (kind) {
            case "grant" -> new Account.OfGrant(Objects.requireNonNull(subject));
            case "document" -> new Account.Document(Objects.requireNonNull(subject));
            case "owed" -> new Account.Owed();
            case "expired" -> new Account.Expired();
            case "voided" -> new Account.Voided();
            case "refunded" -> new Account.Refunded();
            default -> new Account.Source(GrantOrigin.ofSlug(kind.substring(SOURCE.length())));
        };
    }
}
