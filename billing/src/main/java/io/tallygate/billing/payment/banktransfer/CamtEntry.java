package io.tallygate.billing.payment.banktransfer;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.payment.banktransfer.StatementRefused.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One `Ntry` while it is read: its own fields, and those of each transaction in it. A bank books many payments as one
/// entry; each is an entry here when they have amounts that sum to the entry's.
final class CamtEntry {
    private static final String DETAILS = "Ntry/NtryDtls/TxDtls";

    private final Map<String, String> own = new HashMap<>();
    private final List<Map<String, String>> transactions = new ArrayList<>();
    private @Nullable Map<String, String> transaction;

    void begin(String inside, @Nullable String currency) {
        if (inside.equals(DETAILS)) {
            if (transactions.size() == StatementReader.MAX_ENTRIES) {
                throw new StatementRefused(Reason.TOO_MANY_ENTRIES, "at most " + StatementReader.MAX_ENTRIES);
            }
            transaction = new HashMap<>();
            transactions.add(transaction);
        }
        if (currency != null) {
            put(inside + "@Ccy", currency);
        }
    }

    void end(String inside, String value) {
        if (inside.equals(DETAILS)) {
            transaction = null;
        } else if (!value.isEmpty()) {
            put(inside, value);
        }
    }

    private void put(String inside, String value) {
        Map<String, String> fields = transaction == null ? own : transaction;
        String name = inside.startsWith(DETAILS + "/") ? inside.substring(DETAILS.length() + 1) : inside;
        // a text that is told in parts is one text, up to what is kept of it
        fields.merge(name, value, (one, other) -> one.length() > StatementEntry.MAX_TEXT ? one : one + " " + other);
    }

    boolean isBooked() {
        String status = own.getOrDefault("Ntry/Sts", own.getOrDefault("Ntry/Sts/Cd", "BOOK"));
        return status.equals("BOOK");
    }

    List<StatementEntry> entries(String account, EntryIdentity identities) {
        Money whole = money(own.get("Ntry/Amt"), own.get("Ntry/Amt@Ccy"));
        boolean credit = switch (own.getOrDefault("Ntry/CdtDbtInd", "")) {
            case "CRDT" -> true;
            case "DBIT" -> false;
            default -> throw new StatementRefused(Reason.MALFORMED, "an entry that is neither credit nor debit");
        };
        LocalDate bookedOn =
                date(first(own, "Ntry/BookgDt/Dt", "Ntry/BookgDt/DtTm", "Ntry/ValDt/Dt", "Ntry/ValDt/DtTm"));
        String bankReference = first(own, "Ntry/AcctSvcrRef", "Ntry/NtryRef");
        List<StatementEntry> entries = new ArrayList<>();
        List<Money> amounts = amounts(whole);
        for (int i = 0; i < amounts.size(); i++) {
            Map<String, String> one = transactions.isEmpty() ? Map.of() : transactions.get(i);
            boolean single = amounts.size() == 1 && transactions.size() > 1;
            String payer = single ? "" : name(one, credit);
            String remittance =
                    StatementReader.cut(single ? own.getOrDefault("Ntry/AddtlNtryInf", "") : remittance(one));
            String iban = first(one, credit ? "RltdPties/DbtrAcct/Id/IBAN" : "RltdPties/CdtrAcct/Id/IBAN");
            String reference = first(one, "Refs/AcctSvcrRef", "Refs/TxId");
            reference = reference.isEmpty() ? bankReference : reference;
            String identity = identities.of(
                    account,
                    bookedOn.toString(),
                    amounts.get(i).toString(),
                    credit ? "in" : "out",
                    reference,
                    payer,
                    remittance);
            entries.add(new StatementEntry(
                    identity,
                    bookedOn,
                    amounts.get(i),
                    credit,
                    payer,
                    Iban.isValid(iban) ? iban : "",
                    remittance,
                    reference.isEmpty() ? null : StatementReader.cut(reference)));
        }
        return entries;
    }

    /// Of each transaction, or of the whole entry when they do not make it up.
    private List<Money> amounts(Money whole) {
        if (transactions.size() < 2) {
            return List.of(whole);
        }
        List<Money> amounts = new ArrayList<>();
        Money sum = Money.zero(whole.currency());
        for (Map<String, String> one : transactions) {
            String name = one.containsKey("Amt") ? "Amt" : "AmtDtls/TxAmt/Amt";
            if (!one.containsKey(name) || !whole.currency().getCurrencyCode().equals(one.get(name + "@Ccy"))) {
                return List.of(whole);
            }
            Money amount = money(one.get(name), one.get(name + "@Ccy"));
            amounts.add(amount);
            sum = sum.plus(amount);
        }
        return sum.equals(whole) ? amounts : List.of(whole);
    }

    private static String name(Map<String, String> one, boolean credit) {
        String side = credit ? "RltdPties/Dbtr" : "RltdPties/Cdtr";
        return StatementReader.cut(first(one, side + "/Nm", side + "/Pty/Nm"));
    }

    private static String remittance(Map<String, String> one) {
        List<String> parts = new ArrayList<>();
        for (String name : List.of("RmtInf/Ustrd", "RmtInf/Strd/CdtrRefInf/Ref", "Refs/EndToEndId")) {
            String part = one.getOrDefault(name, "");
            if (!part.isEmpty() && !part.equals("NOTPROVIDED")) {
                parts.add(part);
            }
        }
        return String.join(" ", parts);
    }

    private static String first(Map<String, String> fields, String... names) {
        for (String name : names) {
            String value = fields.get(name);
            if (value != null) {
                return value;
            }
        }
        return "";
    }

    static Money money(@Nullable String amount, @Nullable String currency) {
        try {
            if (amount == null || currency == null || !amount.matches("\\+?[0-9]{1,15}(\\.[0-9]{1,5})?")) {
                throw new StatementRefused(Reason.UNREADABLE_VALUE, "an amount");
            }
            Currency of = Currency.getInstance(currency);
            return new Money(new BigDecimal(amount).setScale(Rounding.digits(of), RoundingMode.UNNECESSARY), of);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new StatementRefused(Reason.UNREADABLE_VALUE, "an amount in its currency");
        }
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeException e) {
            throw new StatementRefused(Reason.UNREADABLE_VALUE, "a booking date");
        }
    }
}
