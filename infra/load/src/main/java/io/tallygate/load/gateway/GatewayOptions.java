package io.tallygate.load.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What was typed after `infra/bench gateway`.
/// @param rounds   each measures every subject once, in turn
/// @param time     of one subject in one round
/// @param warmUp   of a subject on a JVM: it costs up to twice as much before it is warm
public record GatewayOptions(int rounds, Duration time, Duration warmUp, List<String> subjects, List<Body> bodies) {
    /// @throws IllegalArgumentException  for what there is not
    public static GatewayOptions of(Map<String, String> typed) {
        for (String name : typed.keySet()) {
            if (!List.of("rounds", "seconds", "warm-up", "subjects", "body").contains(name)) {
                throw new IllegalArgumentException("Unknown argument: --" + name);
            }
        }
        List<String> subjects = new ArrayList<>(GatewayBench.SUBJECTS);
        if (typed.containsKey("subjects")) {
            subjects = List.of(typed.get("subjects").split(","));
        }
        for (String subject : subjects) {
            if (!GatewayBench.SUBJECTS.contains(subject) && !GatewayBench.MORE_SUBJECTS.contains(subject)) {
                throw new IllegalArgumentException(
                        "There is no subject " + subject + ", only " + String.join(", ", GatewayBench.SUBJECTS)
                                + ", and beside them " + String.join(", ", GatewayBench.MORE_SUBJECTS));
            }
        }
        return new GatewayOptions(
                number(typed, "rounds", 3),
                Duration.ofSeconds(number(typed, "seconds", 4)),
                Duration.ofSeconds(number(typed, "warm-up", 8)),
                subjects,
                typed.containsKey("body") ? List.of(Body.of(typed.get("body"))) : List.of(Body.values()));
    }

    private static int number(Map<String, String> typed, String name, int otherwise) {
        String text = typed.getOrDefault(name, Integer.toString(otherwise));
        if (!text.matches("[1-9]\\d?")) {
            throw new IllegalArgumentException("--" + name + " is a number from 1 to 99: " + text);
        }
        return Integer.parseInt(text);
    }
}
