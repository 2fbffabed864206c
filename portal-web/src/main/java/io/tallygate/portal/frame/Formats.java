package io.tallygate.portal.frame;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers, money and times as the visitor's language writes them; templates know it as `fmt`.
/// @param zone  the time zone of the page: the tenant's, UTC outside of any
public record Formats(Locale locale, ZoneId zone) {
    /// Unit prices have up to 12 decimals; an amount has its currency's.
    private static final int UNIT_PRICE_DECIMALS = 12;

    public String number(Number value) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(UNIT_PRICE_DECIMALS);
        return format.format(value);
    }

    /// A share of 1 as a percentage with at most two decimals.
    public String percent(BigDecimal share) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(2);
        return format.format(share);
    }

    public String money(BigDecimal amount, String currency) {
        return money(amount, Currency.getInstance(currency));
    }

    public String money(BigDecimal amount, Currency currency) {
        return spaced(currency(currency, currency.getDefaultFractionDigits()).format(amount));
    }

    /// A price of one unit, with as many decimals as it has and never fewer than its currency.
    public String price(BigDecimal amount, String currency) {
        return price(amount, Currency.getInstance(currency));
    }

    public String price(BigDecimal amount, Currency currency) {
        return spaced(currency(currency, UNIT_PRICE_DECIMALS).format(amount));
    }

    public String date(@Nullable Instant instant) {
        return instant == null ? "–" : date(instant.atZone(zone).toLocalDate());
    }

    public String date(@Nullable LocalDate date) {
        return date == null
                ? "–"
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(locale)
                        .format(date);
    }

    public String dateTime(@Nullable Instant instant) {
        return instant == null
                ? "–"
                : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(instant.atZone(zone));
    }

    /// To the second, for things that just happened.
    public String time(@Nullable Instant instant) {
        return instant == null
                ? "–"
                : DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
                        .withLocale(locale)
                        .format(instant.atZone(zone));
    }

    public String month(YearMonth month) {
        return DateTimeFormatter.ofPattern("LLLL yyyy", locale).format(month);
    }

    /// A half-open period of whole days as people write it: both days included.
    public String period(Instant from, Instant to) {
        return date(from) + " – " + date(to.minusMillis(1));
    }

    /// A currency written in letters keeps a distance from the number (CLDR says so, Java leaves it out).
    private static String spaced(String money) {
        return money.replaceAll("(?<=\\p{L})(?=\\d)", "\u00a0");
    }

    private NumberFormat currency(Currency currency, int decimals) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(currency);
        format.setMinimumFractionDigits(currency.getDefaultFractionDigits());
        format.setMaximumFractionDigits(Math.max(decimals, currency.getDefaultFractionDigits()));
        return format;
    }
}
