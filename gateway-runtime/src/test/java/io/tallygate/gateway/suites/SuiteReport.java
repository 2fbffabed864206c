package io.tallygate.gateway.suites;

import static org.assertj.core.api.Assertions.fail;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What became of every row, by file.
final class SuiteReport {
    enum Outcome {
        PASSED,
        PENDING,
        FAILED,
        CHOICE,
        NOT_OFFERED
    }

    private final String subject;
    private final boolean isWitness;
    private final Map<String, Map<Outcome, Integer>> files = new LinkedHashMap<>();
    private final Map<String, Integer> pending = new TreeMap<>();

    /// @param isWitness  whether `choices.json` is about this subject, so that what it names must differ here
    SuiteReport(String subject, boolean isWitness) {
        this.subject = subject;
        this.isWitness = isWitness;
    }

    /// @param wrong    what the row says otherwise; null when it comes out right as far as it was looked at
    /// @param pending  kinds of what was not looked at, since it is not built yet
    void row(SuiteTable table, String id, @Nullable String wrong, List<String> pending) {
        String choice = table.choice(id);
        String notOffered = table.notOffered(id);
        Outcome outcome;
        if (wrong == null) {
            outcome = pending.isEmpty() ? Outcome.PASSED : Outcome.PENDING;
        } else {
            outcome = choice != null ? Outcome.CHOICE : notOffered != null ? Outcome.NOT_OFFERED : Outcome.FAILED;
        }
        boolean isStale = isWitness && wrong == null && (choice != null || notOffered != null);
        count(table.name(), isStale ? Outcome.FAILED : outcome);
        if (outcome == Outcome.PENDING) {
            pending.forEach(kind -> this.pending.merge(kind, 1, Integer::sum));
        }
        if (outcome == Outcome.FAILED) {
            fail(table.name() + " " + id + ": " + wrong);
        }
        if (isStale) {
            fail("choices.json names a row of " + table.name() + " that comes out as the table says: " + id);
        }
    }

    private void count(String file, Outcome outcome) {
        files.computeIfAbsent(file, _ -> new EnumMap<>(Outcome.class)).merge(outcome, 1, Integer::sum);
    }

    int count(Outcome outcome) {
        return files.values().stream()
                .mapToInt(counts -> counts.getOrDefault(outcome, 0))
                .sum();
    }

    void print() {
        files.forEach((file, counts) -> {
            StringBuilder line = new StringBuilder("suite ")
                    .append(file)
                    .append(", ")
                    .append(subject)
                    .append(':');
            for (Outcome outcome : Outcome.values()) {
                line.append(' ')
                        .append(counts.getOrDefault(outcome, 0))
                        .append(' ')
                        .append(outcome.name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', ' '))
                        .append(',');
            }
            System.out.println(line.substring(0, line.length() - 1));
        });
        if (!pending.isEmpty()) {
            System.out.println("  pending, by kind: " + pending);
        }
    }
}
