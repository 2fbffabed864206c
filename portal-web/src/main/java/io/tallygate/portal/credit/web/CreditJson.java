package io.tallygate.portal.credit.web;

import io.tallygate.billing.ledger.Account;
import io.tallygate.billing.ledger.AutomaticTopUp;
import io.tallygate.billing.ledger.Credit;
import io.tallygate.billing.ledger.CreditAccount;
import io.tallygate.billing.ledger.CreditPurchase;
import io.tallygate.billing.ledger.Posting;
import io.tallygate.billing.ledger.Recurrence;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.portal.credit.Credits;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Credit as the control API writes it.
final class CreditJson {
    private CreditJson() {}

    static JsonObjectBuilder account(Credits.Standing standing) {
        Currency currency = standing.account().currency();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", standing.account().id().toString())
                .add("consumer", standing.account().consumer().toString())
                .add("currency", currency.getCurrencyCode());
        addRules(json, standing.account());
        JsonArrayBuilder grants = Json.createArrayBuilder();
        standing.grants().forEach(left -> grants.add(grant(left, currency)));
        return json.add("at", standing.at().toString())
                .add("balance", money(standing.balance()))
                .add("grants", grants);
    }

    static JsonObjectBuilder rules(CreditAccount account) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        addRules(json, account);
        return json;
    }

    private static void addRules(JsonObjectBuilder json, CreditAccount account) {
        json.add("mode", account.mode().slug());
        AutomaticTopUp rule = account.topUp();
        if (rule == null) {
            json.addNull("topUp");
            return;
        }
        JsonObjectBuilder topUp = Json.createObjectBuilder();
        add(topUp, "below", rule.below().toPlainString());
        add(topUp, "amount", rule.amount() == null ? null : rule.amount().toPlainString());
        add(topUp, "target", rule.target() == null ? null : rule.target().toPlainString());
        add(topUp, "mostPerMonth", rule.mostPerMonth().toPlainString());
        json.add("topUp", topUp);
    }

    static JsonObjectBuilder grant(Credits.Left left, Currency currency) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", left.grant().id().toString())
                .add("name", left.name())
                .add("origin", left.grant().origin().slug())
                .add("amount", money(left.grant().amount(), currency))
                .add("left", money(left.left(), currency))
                .add("priority", left.grant().priority())
                .add("effectiveAt", left.grant().effectiveAt().toString());
        add(json, "expiresAt", left.grant().expiresAt());
        add(json, "voidedAt", left.grant().voidedAt());
        json.add(
                "onlyFor",
                Json.createArrayBuilder(left.grant().onlyFor().stream().sorted().toList()));
        Recurrence recurs = left.grant().recurs();
        return recurs == null
                ? json.addNull("recurs")
                : json.add(
                        "recurs",
                        Json.createObjectBuilder()
                                .add("every", recurs.every())
                                .add("unit", recurs.unit().name().toLowerCase(Locale.ROOT)));
    }

    static JsonObjectBuilder movement(Credit.Booked booked) {
        JsonArrayBuilder postings = Json.createArrayBuilder();
        for (Posting posting : booked.movement().postings()) {
            JsonObjectBuilder json =
                    Json.createObjectBuilder().add("account", posting.account().kind());
            Object subject = switch (posting.account()) {
                case Account.OfGrant(var grant) -> grant;
                case Account.Document(var invoice) -> invoice;
                default -> null;
            };
            add(json, "subject", subject);
            postings.add(json.add("amount", posting.amount().toPlainString()));
        }
        return Json.createObjectBuilder()
                .add("id", booked.id().toString())
                .add("kind", booked.movement().kind().slug())
                .add("at", booked.movement().at().toString())
                .add("recordedAt", booked.recordedAt().toString())
                .add("postings", postings);
    }

    static JsonObjectBuilder purchase(CreditPurchase purchase) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", purchase.id().toString())
                .add("reference", purchase.reference())
                .add("amount", money(purchase.amount()))
                .add("paid", money(purchase.paid()))
                .add("automatic", purchase.automatic())
                .add("createdAt", purchase.createdAt().toString());
        add(json, "paidAt", purchase.paidAt());
        return json;
    }

    private static void add(JsonObjectBuilder json, String name, @Nullable Object value) {
        if (value == null) {
            json.addNull(name);
        } else {
            json.add(name, value.toString());
        }
    }

    private static JsonObjectBuilder money(BigDecimal amount, Currency currency) {
        return money(Rounding.toMinorUnit(amount, currency));
    }

    private static JsonObjectBuilder money(Money money) {
        return Json.createObjectBuilder()
                .add("amount", money.amount().toPlainString())
                .add("currency", money.currency().getCurrencyCode());
    }
}
