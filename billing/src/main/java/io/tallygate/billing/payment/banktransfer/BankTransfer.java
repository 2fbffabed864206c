package io.tallygate.billing.payment.banktransfer;

import io.tallygate.billing.payment.PaymentProvider;
import io.tallygate.billing.payment.PaymentRequest;
import io.tallygate.billing.payment.PaymentStart;
import java.util.LinkedHashMap;
import java.util.Map;

/// Waits for the payer: gives the details, and learns of the money from a statement or from a person.
public final class BankTransfer implements PaymentProvider {
    public static final String KEY = "bank-transfer";

    private final BankAccount account;

    public BankTransfer(BankAccount account) {
        this.account = account;
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public PaymentStart start(PaymentRequest request) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("holder", account.holder());
        details.put("iban", account.iban().spaced());
        if (account.bic() != null) {
            details.put("bic", account.bic());
        }
        details.put("reference", request.reference());
        details.put("amount", request.amount().toString());
        return new PaymentStart.PayerTransfers(details);
    }
}
