package io.tallygate.billing.run;

import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.SettlementWatch;
import io.tallygate.billing.invoice.Settlements;
import io.tallygate.billing.ledger.Credit;
import io.tallygate.billing.ledger.CreditAccount;
import io.tallygate.billing.ledger.CreditPurchases;
import io.tallygate.billing.ledger.PayableLine;
import io.tallygate.billing.money.Money;
import io.tallygate.metering.meter.Meter;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;

/// Lets a consumer's credit pay what was issued to it, in the transaction that issues it, and orders more where the
/// consumer's rule says so.
final class Prepaying {
    private final Credit credit;
    private final CreditPurchases purchases;
    private final Settlements settlements;

    Prepaying(EntityManager store, Clock clock) {
        this.credit = new Credit(store, clock);
        this.purchases = new CreditPurchases(store, clock, credit);
        this.settlements = new Settlements(store, clock, SettlementWatch.NOBODY);
    }

    void pay(IssuedInvoice invoice) {
        List<CreditAccount> accounts = credit.accounts(invoice.consumer());
        if (accounts.isEmpty()) {
            return;
        }
        List<PayableLine> lines =
                invoice.lines().stream().map(Prepaying::payable).toList();
        Money paid = credit.spend(
                invoice.consumer(), invoice.id(), lines, invoice.sums().due());
        if (paid.amount().signum() > 0) {
            settlements.prepay(invoice.id(), paid);
            accounts.stream()
                    .filter(account ->
                            account.topUp() != null && account.currency().equals(paid.currency()))
                    .forEach(account -> purchases.orderByRule(account.id()));
        }
    }

    private static PayableLine payable(InvoiceLine line) {
        Meter meter = line.meter();
        return new PayableLine(meter == null ? line.card() : meter.slug(), line.amount());
    }
}
