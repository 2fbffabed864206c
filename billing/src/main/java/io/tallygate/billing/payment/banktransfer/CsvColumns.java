package io.tallygate.billing.payment.banktransfer;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which column says what, by the names that banks give them.
/// @param places  of the columns there are
record CsvColumns(Map<Field, Integer> places) {
    enum Field {
        DATE("buchungstag", "buchungsdatum", "booking date", "bookingdate", "date", "datum", "transaction date"),
        AMOUNT("betrag", "betrag (eur)", "amount", "umsatz", "betrag in eur"),
        IN("haben", "credit", "money in", "paid in", "gutschrift"),
        OUT("soll", "debit", "money out", "paid out", "belastung"),
        CURRENCY("währung", "waehrung", "currency"),
        PAYER(
                "name zahlungsbeteiligter",
                "beguenstigter/zahlungspflichtiger",
                "begünstigter/zahlungspflichtiger",
                "zahlungspflichtige*r",
                "auftraggeber/empfänger",
                "auftraggeber / begünstigter",
                "auftraggeber",
                "payer",
                "payer name",
                "counterparty",
                "name"),
        PAYER_IBAN("iban zahlungsbeteiligter", "kontonummer/iban", "payer iban", "counterparty iban", "iban"),
        REMITTANCE("verwendungszweck", "remittance", "reference", "payment reference", "description", "details"),
        ACCOUNT("iban auftragskonto", "auftragskonto", "account iban", "account"),
        BANK_REFERENCE("transaction id", "transaktions-id", "referenz", "id");

        private final List<String> names;

        Field(String... names) {
            this.names = List.of(names);
        }
    }

    static CsvColumns of(List<String> head) {
        List<String> names =
                head.stream().map(name -> name.toLowerCase(Locale.ROOT).strip()).toList();
        Map<Field, Integer> places = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            field.names.stream()
                    .map(names::indexOf)
                    .filter(place -> place >= 0)
                    .findFirst()
                    .ifPresent(place -> places.put(field, place));
        }
        return new CsvColumns(places);
    }

    /// Whether these are the columns of a statement: when, how much, and what for.
    boolean areEnough() {
        return places.containsKey(Field.DATE)
                && places.containsKey(Field.REMITTANCE)
                && (places.containsKey(Field.AMOUNT) || places.containsKey(Field.IN));
    }

    /// Empty when there is no such column, or nothing in it.
    String of(Field field, List<String> row) {
        Integer place = places.get(field);
        return place == null || place >= row.size() ? "" : row.get(place);
    }
}
