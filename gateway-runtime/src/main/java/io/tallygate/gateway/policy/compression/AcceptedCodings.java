package io.tallygate.gateway.policy.compression;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `Accept-Encoding` (RFC 9110, 12.5.3).
final class AcceptedCodings {
    private AcceptedCodings() {}

    /// @param field    its values joined with commas; null: not there, so nothing is known to be welcome
    /// @param offered  the first is taken where the client likes several alike
    /// @return         the one that the client likes best, and not less than no coding; null: none
    static @Nullable Coding best(@Nullable String field, List<Coding> offered) {
        if (field == null) {
            return null;
        }
        Coding best = null;
        int bestWeight = Math.max(1, weight(field, "identity", false));
        for (Coding coding : offered) {
            int weight = weight(field, coding.token(), true);
            if (weight > bestWeight || weight == bestWeight && best == null) {
                best = coding;
                bestWeight = weight;
            }
        }
        return best;
    }

    /// @param orAny  `*` stands for it as well
    /// @return       thousandths; 0: unwelcome, or not named
    private static int weight(String field, String token, boolean orAny) {
        int any = 0;
        for (String member : field.split(",", -1)) {
            String[] parts = member.strip().toLowerCase(Locale.ROOT).split(";", -1);
            String name = parts[0].strip();
            if (name.equals(token) || name.equals("x-" + token)) {
                return weight(parts);
            }
            if (orAny && name.equals("*")) {
                any = weight(parts);
            }
        }
        return any;
    }

    private static int weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                String text = parameter.substring(2).strip();
                return text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")
                        ? (int) Math.round(Double.parseDouble(text) * 1000)
                        : 0;
            }
        }
        return 1000;
    }
}
