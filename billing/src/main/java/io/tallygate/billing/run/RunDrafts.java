package io.tallygate.billing.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What runs found, and who still has to be looked at. Workers share a run by taking rows that nobody else holds
/// (`FOR UPDATE SKIP LOCKED`): what one had in hand when it died is free again, and what it finished is not
/// done twice.
/// The caller owns the transaction and has set its tenant.
final class RunDrafts {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Of the live environment, there at some time of the span, and without a draft.
    private static final String UNDRAFTED =
            " from billing.subscription s where s.environment = 'live' and s.starts_at < cast(:to as timestamptz) and"
                    + " (s.ends_at is null or s.ends_at > cast(:from as timestamptz)) and not exists (select 1 from"
                    + " billing.run_draft d where d.run_id = cast(:run as uuid) and d.subscription_id = s.id)";

    private final EntityManager store;

    RunDrafts(EntityManager store) {
        this.store = store;
    }

    /// Subscriptions that need a draft, held until the transaction ends, in the order of their ids.
    List<Subscription> claim(RatingRun run, Period span, int limit) {
        List<UUID> held = list(store.createNativeQuery(
                        "select s.id" + UNDRAFTED + " order by s.id limit :limit for update of s skip locked",
                        UUID.class)
                .setParameter("run", run.id().toString())
                .setParameter("from", span.from().toString())
                .setParameter("to", span.to().toString())
                .setParameter("limit", limit));
        if (held.isEmpty()) {
            return List.of();
        }
        // somebody may have finished one after this statement began to look, and before it took the row
        Set<UUID> done = new HashSet<>(RunDrafts.<UUID>list(store.createNativeQuery(
                        "select d.subscription_id from billing.run_draft d where d.run_id = cast(:run as uuid) and"
                                + " d.subscription_id in (:held)",
                        UUID.class)
                .setParameter("run", run.id().toString())
                .setParameter("held", held)));
        return store.createQuery("select s from Subscription s where s.id in :ids order by s.id", Subscription.class)
                .setParameter(
                        "ids", held.stream().filter(id -> !done.contains(id)).toList())
                .getResultList();
    }

    /// Whether anybody is without a draft, held by another worker or not.
    boolean isUndrafted(RatingRun run, Period span) {
        return !store.createNativeQuery("select s.id" + UNDRAFTED + " limit 1", UUID.class)
                .setParameter("run", run.id().toString())
                .setParameter("from", span.from().toString())
                .setParameter("to", span.to().toString())
                .getResultList()
                .isEmpty();
    }

    /// Those without parts are settled: there is nothing to bill.
    void keep(RatingRun run, List<RunDraft> drafts, Instant now) {
        ArrayNode rows = JSON.createArrayNode();
        for (RunDraft draft : drafts) {
            ObjectNode row =
                    rows.addObject().put("subscription", draft.subscription().toString());
            row.set("parts", DraftParts.written(draft.bill()));
            Money total = draft.total();
            if (total != null) {
                row.put("currency", total.currency().getCurrencyCode())
                        .put("total", total.amount().toPlainString());
            }
        }
        store.createNativeQuery("""
            insert into billing.run_draft (run_id, subscription_id, parts, currency, total, drafted_at, settled_at)
            select cast(:run as uuid), r.subscription, r.parts, r.currency, r.total, cast(:now as timestamptz),
                   case when r.total is null then cast(:now as timestamptz) end
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(subscription uuid, parts jsonb, currency text, total numeric)\
            """)
                .setParameter("run", run.id().toString())
                .setParameter("now", now.toString())
                .setParameter("rows", rows.toString())
                .executeUpdate();
    }

    /// What all runs so far billed of each fee of these subscriptions, or will.
    Map<SubscriptionId, Map<Billable.Key, BigDecimal>> feesBilled(List<SubscriptionId> subscriptions) {
        List<Object[]> rows = list(store.createNativeQuery(
                        "select d.subscription_id, cast(d.parts as text) from billing.run_draft d where"
                                + " d.subscription_id in (:ids) and d.parts @> cast(:fee as jsonb)",
                        Object[].class)
                .setParameter("fee", "[{\"kind\":\"fee\"}]")
                .setParameter(
                        "ids", subscriptions.stream().map(SubscriptionId::value).toList()));
        Map<SubscriptionId, Map<Billable.Key, BigDecimal>> billed = new HashMap<>();
        for (Object[] row : rows) {
            Map<Billable.Key, BigDecimal> own =
                    billed.computeIfAbsent(new SubscriptionId((UUID) row[0]), id -> new HashMap<>());
            DraftParts.bill(String.valueOf(row[1]))
                    .fees()
                    .forEach(fee -> own.merge(fee.key(), fee.amount(), BigDecimal::add));
        }
        return billed;
    }

    /// Bills of all other months.
    Map<SubscriptionId, List<Bill>> others(YearMonth month, List<SubscriptionId> subscriptions) {
        Map<SubscriptionId, List<Bill>> bills = new HashMap<>();
        rows(
                        "select d.subscription_id, cast(d.parts as text) from billing.run_draft d join"
                                + " billing.rating_run r on r.id = d.run_id where r.month <> :month and"
                                + " d.subscription_id in (:ids) order by r.month",
                        month,
                        subscriptions)
                .forEach(row -> bills.computeIfAbsent(new SubscriptionId((UUID) row[0]), id -> new ArrayList<>())
                        .add(DraftParts.bill(String.valueOf(row[1]))));
        return bills;
    }

    /// Those that a later month's run has billed already: all fees of before are on its bills.
    Set<SubscriptionId> billedLater(YearMonth month, List<SubscriptionId> subscriptions) {
        Set<SubscriptionId> later = new HashSet<>();
        rows(
                        "select distinct d.subscription_id, r.month from billing.run_draft d join"
                                + " billing.rating_run r on r.id = d.run_id where r.month > :month and"
                                + " d.subscription_id in (:ids)",
                        month,
                        subscriptions)
                .forEach(row -> later.add(new SubscriptionId((UUID) row[0])));
        return later;
    }

    private List<Object[]> rows(String statement, YearMonth month, List<SubscriptionId> subscriptions) {
        return list(store.createNativeQuery(statement, Object[].class)
                .setParameter("month", month.toString())
                .setParameter(
                        "ids", subscriptions.stream().map(SubscriptionId::value).toList()));
    }

    /// One that is not settled, held until the transaction ends.
    /// @param after  a subscription; null: from the first on
    Optional<RunDraft> claimOpen(RatingRun run, @Nullable SubscriptionId after) {
        return rows(
                        "select d.subscription_id, cast(d.parts as text), d.currency, d.total from billing.run_draft d"
                                + " where d.run_id = cast(:run as uuid) and d.settled_at is null and d.subscription_id"
                                + " > cast(:after as uuid) order by d.subscription_id limit 1 for update skip locked",
                        run,
                        after)
                .stream()
                .findFirst();
    }

    boolean isOpen(RatingRun run) {
        return !store.createNativeQuery(
                        "select d.subscription_id from billing.run_draft d where d.run_id = cast(:run as uuid) and"
                                + " d.settled_at is null limit 1",
                        UUID.class)
                .setParameter("run", run.id().toString())
                .getResultList()
                .isEmpty();
    }

    /// @param invoice  null: closed without one
    void settle(RatingRun run, SubscriptionId subscription, @Nullable UUID invoice, Instant now) {
        String billed = invoice == null ? "" : ", invoice_id = cast('" + invoice + "' as uuid)";
        store.createNativeQuery("update billing.run_draft set settled_at = cast(:now as timestamptz)" + billed
                        + " where run_id = cast(:run as uuid) and subscription_id = cast(:subscription as uuid) and"
                        + " settled_at is null")
                .setParameter("now", now.toString())
                .setParameter("run", run.id().toString())
                .setParameter("subscription", subscription.toString())
                .executeUpdate();
    }

    /// In the order of the subscriptions.
    List<UUID> invoices(RatingRun run) {
        return list(store.createNativeQuery(
                        "select d.invoice_id from billing.run_draft d where d.run_id = cast(:run as uuid) and"
                                + " d.invoice_id is not null order by d.subscription_id",
                        UUID.class)
                .setParameter("run", run.id().toString()));
    }

    /// Subscriptions that were there and used nothing.
    int withoutUsage(RatingRun run) {
        return (Integer) store.createNativeQuery(
                        "select cast(count(*) as integer) from billing.run_draft d where d.run_id = cast(:run as uuid)"
                                + " and d.settled_at is not null and d.invoice_id is null and d.total is not null",
                        Integer.class)
                .setParameter("run", run.id().toString())
                .getSingleResult();
    }

    private List<RunDraft> rows(String statement, RatingRun run, @Nullable SubscriptionId after) {
        List<Object[]> rows = list(store.createNativeQuery(statement, Object[].class)
                .setParameter("run", run.id().toString())
                .setParameter("after", after == null ? new UUID(0, 0).toString() : after.toString()));
        List<RunDraft> drafts = new ArrayList<>();
        for (Object[] row : rows) {
            Money total = row[3] == null
                    ? null
                    : new Money((BigDecimal) row[3], Currency.getInstance(String.valueOf(row[2])));
            drafts.add(new RunDraft(new SubscriptionId((UUID) row[0]), DraftParts.bill(String.valueOf(row[1])), total));
        }
        return drafts;
    }

    @SuppressWarnings("unchecked") // a native query does not say what it gives
    private static <T> List<T> list(Query query) {
        return query.getResultList();
    }
}
