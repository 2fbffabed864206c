package io.tallygate.billing.payment.banktransfer;

import java.util.List;

/// What a file said.
/// @param format   `camt.053` or `csv`
/// @param account  the IBAN it is of; empty when the file does not say
/// @param entries  booked ones only, in the file's order
/// @param pending  entries that the bank has not booked yet; they come again when it has
public record Statement(String format, String account, List<StatementEntry> entries, int pending) {
    public Statement {
        entries = List.copyOf(entries);
    }
}
