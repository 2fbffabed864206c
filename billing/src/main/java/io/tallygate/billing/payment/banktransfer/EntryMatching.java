package io.tallygate.billing.payment.banktransfer;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.payment.OpenItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what an entry is for, by the numbers its payer quoted. People write `2026-00042` as `2026 00042`, `202600042`,
/// `RE 2026/42` or in the middle of a sentence. One for all entries of a file: items are looked up by the digits in a
/// text, so that many entries and many items do not multiply.
public final class EntryMatching {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final Map<String, List<OpenItem>> byDigits = new HashMap<>();
    private final Map<Money, List<OpenItem>> byDue = new HashMap<>();

    public EntryMatching(List<OpenItem> open) {
        for (OpenItem item : open) {
            keys(item.reference())
                    .forEach(key -> byDigits.computeIfAbsent(key, any -> new ArrayList<>())
                            .add(item));
            byDue.computeIfAbsent(item.due(), any -> new ArrayList<>()).add(item);
        }
    }

    public EntryMatch match(StatementEntry entry) {
        if (!entry.credit()) {
            return new EntryMatch.Outgoing();
        }
        List<OpenItem> quoted = quoted(entry.remittance());
        if (!quoted.isEmpty()) {
            if (quoted.stream().map(OpenItem::consumer).distinct().count() > 1) {
                return new EntryMatch.Unknown(EntryMatch.Why.SEVERAL_CONSUMERS);
            }
            boolean same = quoted.stream()
                    .allMatch(
                            item -> item.due().currency().equals(entry.amount().currency()));
            return same ? new EntryMatch.Quoted(quoted) : new EntryMatch.Unknown(EntryMatch.Why.OTHER_CURRENCY);
        }
        List<OpenItem> exact = byDue.getOrDefault(entry.amount(), List.of());
        return exact.size() == 1
                ? new EntryMatch.Suggested(exact.getFirst())
                : new EntryMatch.Unknown(EntryMatch.Why.NOTHING_QUOTED);
    }

    private List<OpenItem> quoted(String text) {
        Set<OpenItem> found = new LinkedHashSet<>();
        Matcher run = DIGITS.matcher(text);
        while (run.find()) {
            for (OpenItem item : byDigits.getOrDefault(bare(run.group()), List.of())) {
                if (quotes(text, item.reference())) {
                    found.add(item);
                }
            }
        }
        return List.copyOf(found);
    }

    /// The digits by which a reference may stand in a text: its last number alone, or all of it in one.
    private static Set<String> keys(String reference) {
        Matcher number = DIGITS.matcher(reference);
        String last = "";
        while (number.find()) {
            last = number.group();
        }
        return Set.copyOf(new LinkedHashSet<>(List.of(bare(last), bare(reference.replaceAll("[^0-9]", "")))));
    }

    /// Whether the text has the reference's parts in their order, apart by nothing or by what is no letter or digit,
    /// and
    /// leading zeros of a number left out or not. Not inside a longer number: `2026-00042` is not in `2026-000421`.
    static boolean quotes(String text, String reference) {
        String[] parts = reference.toUpperCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+");
        StringBuilder pattern = new StringBuilder("(?<![0-9])");
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (i > 0 && DIGITS.matcher(part).matches() && !bare(part).equals(part)) {
                // without its zeros it must stand apart from what is before it
                pattern.append("(?:[^\\p{L}\\p{N}]{0,3}")
                        .append(part)
                        .append("|[^\\p{L}\\p{N}]{1,3}0{0,6}")
                        .append(bare(part))
                        .append(")");
            } else {
                pattern.append(i == 0 ? "" : "[^\\p{L}\\p{N}]{0,3}").append(Pattern.quote(part));
            }
        }
        return Pattern.compile(pattern.append("(?![0-9])").toString())
                .matcher(text.toUpperCase(Locale.ROOT))
                .find();
    }

    private static String bare(String number) {
        return number.replaceFirst("^0+(?=.)", "");
    }
}
