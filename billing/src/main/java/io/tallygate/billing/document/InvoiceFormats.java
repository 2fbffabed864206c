package io.tallygate.billing.document;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import java.util.ResourceBundle;

/// Texts, numbers and dates of a document in one language. Amounts keep all their digits.
final class InvoiceFormats {
    private final Locale locale;
    private final ResourceBundle texts;

    /// @param language  `en` or `de`
    InvoiceFormats(String language) {
        this.locale = language.equals("de") ? Locale.GERMANY : Locale.US;
        this.texts = ResourceBundle.getBundle(
                "io.tallygate.billing.document.invoice",
                Locale.of(language),
                InvoiceFormats.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String text(String key) {
        return texts.getString(key);
    }

    String text(String key, String... values) {
        return new MessageFormat(texts.getString(key), locale).format(values);
    }

    String quantity(BigDecimal quantity) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(quantity.scale());
        return format.format(quantity);
    }

    String money(Money money) {
        return amount(money.amount(), money.currency(), Rounding.digits(money.currency()));
    }

    /// As many decimals as the price has, at least the currency's.
    String unitPrice(BigDecimal price, Currency currency) {
        return amount(price, currency, Math.max(price.scale(), Rounding.digits(currency)));
    }

    private String amount(BigDecimal amount, Currency currency, int decimals) {
        DecimalFormat format = (DecimalFormat) NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(currency);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        if (!hasGlyphs(currency.getSymbol(locale))) {
            DecimalFormatSymbols symbols = format.getDecimalFormatSymbols();
            symbols.setCurrencySymbol(currency.getCurrencyCode());
            format.setDecimalFormatSymbols(symbols);
        }
        return format.format(amount);
    }

    /// The document's font draws Latin letters and the signs of large currencies; others are named by
    /// their code.
    private static boolean hasGlyphs(String symbol) {
        return symbol.chars().allMatch(c -> c < 0x250 || c == '€');
    }

    /// @param code  ISO 3166-1 alpha-2
    String country(String code) {
        return Locale.of("", code).getDisplayCountry(locale);
    }

    String date(LocalDate date) {
        return DateTimeFormatter.ofPattern(text("datePattern"), locale).format(date);
    }

    /// Whole days by their first and last day, as people write them; other boundaries with their time.
    String period(Period period, ZoneId zone) {
        String from = startsADay(period.from(), zone)
                ? date(LocalDate.ofInstant(period.from(), zone))
                : dateTime(period.from(), zone);
        String to = startsADay(period.to(), zone)
                ? date(LocalDate.ofInstant(period.to(), zone).minusDays(1))
                : dateTime(period.to(), zone);
        return from + " – " + to;
    }

    private static boolean startsADay(Instant instant, ZoneId zone) {
        ZonedDateTime local = instant.atZone(zone);
        return local.toLocalTime().equals(LocalTime.MIDNIGHT)
                || local.equals(local.toLocalDate().atStartOfDay(zone));
    }

    private String dateTime(Instant instant, ZoneId zone) {
        return DateTimeFormatter.ofPattern(text("dateTimePattern"), locale).format(instant.atZone(zone));
    }
}
