package io.tallygate.portal.invoice.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.legalentity.LegalEntity.LegalEntityTerms;
import io.tallygate.billing.tax.TaxRate;
import io.tallygate.billing.tax.TaxRounding;
import io.tallygate.billing.tax.TaxRule;
import io.tallygate.billing.tax.VatId;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.invoice.Selling.EntityWish;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What somebody wants a legal entity or a tax rule to be, for the API and the page alike.
final class SellingRequests {
    private static final int MOST_LINES = 6;
    private static final int LONGEST_LINE = 160;
    private static final int USUAL_PAYMENT_DAYS = 14;
    private static final BigDecimal ALL = new BigDecimal(100);
    private static final int MOST_DECIMALS = 4;

    /// Documents are issued as soon as they are drafted.
    private static final int NO_REVIEW = 0;

    private SellingRequests() {}

    /// @throws io.tallygate.portal.input.WrongInput  pointing at what cannot be
    static EntityWish entity(Members members) {
        InputCheck check = new InputCheck();
        String slug = members.text("slug");
        String name = check.required("/name", members.text("name"), 200);
        List<String> address = members.optionalTexts("address");
        String country = check.country("/country", members.text("country"));
        String vatId = members.optionalText("vatId");
        String taxNumber = optional(check, "/taxNumber", members.optionalText("taxNumber"), 40);
        String email = members.optionalText("email");
        String iban = compact(members.optionalText("iban"));
        String bic = compact(members.optionalText("bic"));
        String series = members.optionalText("series");
        Boolean included = members.optionalFlag("taxIncluded");
        String rounding = members.optionalText("taxRounding");
        int paymentDays = members.has("paymentDays") ? (int) members.whole("paymentDays", 0, 365) : USUAL_PAYMENT_DAYS;
        Boolean usual = members.optionalFlag("usual");
        if (country.isEmpty()) {
            members.refuse("country", because("Is required."));
        }
        if (members.has("slug") && !slug.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            members.refuse("slug", because("Must be lower-case letters, digits and hyphens."));
        }
        if (address.isEmpty()
                || address.size() > MOST_LINES
                || address.stream()
                        .anyMatch(line -> line.isBlank() || line.length() > LONGEST_LINE || line.contains("\n"))) {
            members.refuse(
                    "address",
                    because("Must be one to {0} lines of at most {1} characters.", MOST_LINES, LONGEST_LINE));
        }
        Optional<String> normal = vatId == null ? Optional.empty() : VatId.normal(vatId);
        if (vatId != null && normal.isEmpty()) {
            members.refuse("vatId", because("Must have the form of its country’s VAT ids."));
        }
        if (iban != null && !iban.matches("[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")) {
            members.refuse("iban", because("Must be an IBAN."));
        }
        if (bic != null && !bic.matches("[A-Z0-9]{8}([A-Z0-9]{3})?")) {
            members.refuse("bic", because("Must be a BIC."));
        }
        if (series != null && (!series.matches("[A-Z0-9]{0,10}") || series.equals("CN"))) {
            members.refuse("series", because("Must be at most ten capital letters and digits, and not CN."));
        }
        if (rounding != null && !rounding.equals("per-rate") && !rounding.equals("on-document")) {
            members.refuse("taxRounding", because("Must be per-rate or on-document."));
        }
        String mail = email == null ? null : check.email("/email", email);
        together(members, check);
        return new EntityWish(
                slug,
                new LegalEntityTerms(
                        name,
                        address,
                        country,
                        normal.orElse(null),
                        taxNumber,
                        mail,
                        iban,
                        bic,
                        series == null ? "" : series,
                        Boolean.TRUE.equals(included),
                        "on-document".equals(rounding) ? TaxRounding.ON_DOCUMENT : TaxRounding.PER_RATE,
                        paymentDays),
                NO_REVIEW,
                Boolean.TRUE.equals(usual));
    }

    /// Whatever is wrong is told at once, whoever found it.
    private static void together(Members members, InputCheck check) {
        try {
            check.done();
        } catch (WrongInput wrong) {
            wrong.members().forEach(each -> members.refuse(each.pointer().substring(1), each.reason()));
        }
        members.refuseIfWrong();
    }

    static @Nullable String optional(InputCheck check, String pointer, @Nullable String text, int longest) {
        String checked = check.optional(pointer, text, longest);
        return checked.isEmpty() ? null : checked;
    }

    private static @Nullable String compact(@Nullable String text) {
        String compact = text == null ? "" : text.replace(" ", "").toUpperCase(java.util.Locale.ROOT);
        return compact.isEmpty() ? null : compact;
    }

    /// @throws io.tallygate.portal.input.WrongInput  pointing at what cannot be
    static TaxRule rule(Members members) {
        InputCheck check = new InputCheck();
        String country = check.country("/country", members.text("country"));
        String code = members.optionalText("taxCode");
        String name = check.required("/name", members.text("name"), 40);
        BigDecimal percent = members.decimal("percent");
        LocalDate from = day(check, "/validFrom", members.text("validFrom"));
        String end = members.optionalText("validTo");
        LocalDate to = end == null ? null : day(check, "/validTo", end);
        members.refuseIfWrong();
        if (country.isEmpty()) {
            check.refuse("/country", because("Is required."));
        }
        if (code != null && !code.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,39}")) {
            check.refuse("/taxCode", because("Must be letters, digits, dots and hyphens."));
        }
        if (percent.compareTo(ALL) > 0 || percent.stripTrailingZeros().scale() > MOST_DECIMALS) {
            check.refuse("/percent", because("Must be at most 100, with at most {0} decimals.", MOST_DECIMALS));
        }
        if (to != null && from != null && !to.isAfter(from)) {
            check.refuse("/validTo", because("Must be after its first day."));
        }
        check.done();
        return new TaxRule(country, code, new TaxRate(name, percent), java.util.Objects.requireNonNull(from), to);
    }

    private static @Nullable LocalDate day(InputCheck check, String pointer, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException noDay) {
            check.refuse(pointer, because("Must be a day such as 2026-01-01."));
            return null;
        }
    }
}
