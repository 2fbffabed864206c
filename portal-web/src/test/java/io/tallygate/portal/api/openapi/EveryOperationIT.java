package io.tallygate.portal.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/// Drives every operation of the document with calls that are made from the document alone: none fails, none is
/// answered with anything that the document does not say, and a wrong member is named. jqwik prints the seed; the same
/// seed makes the same calls.
@PropertyDefaults(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
class EveryOperationIT {
    /// With a link from a message, or a browser's session: they succeed in InvitationsIT and SignOutIT.
    private static final Set<String> NEEDS_A_PERSON = Set.of("POST /invitations/accept", "DELETE /me/sessions/{id}");

    /// A provider's kind says which members it has, and its document must be there: IdentityProvidersIT has such.
    private static final String NEEDS_A_PROVIDER = " /tenants/{tenant}/identity-providers";

    /// Gateways write the letters: DeadLettersIT has some.
    private static final String NEEDS_A_LETTER = "/dead-letters/{id}";

    /// What may be changed depends on what was: SubscriptionChangesIT has a history.
    private static final Pattern NEEDS_A_HISTORY =
            Pattern.compile("POST /tenants/\\{tenant}/subscriptions/\\{id}/(change|change-preview|end|pause|resume)");

    /// Calls of a line, a bank's file, an account's check digits, a coupon's code: no schema says what is right.
    /// DisputesAndPaymentsIT and DocumentsIT have such.
    private static final Set<String> NEEDS_MORE_THAN_A_SCHEMA = Set.of(
            "POST /tenants/{tenant}/disputes",
            "POST /tenants/{tenant}/consumers/{id}/coupons",
            "POST /tenants/{tenant}/bank-statements",
            "PUT /tenants/{tenant}/payment-account",
            "POST /tenants/{tenant}/credit-grants");

    /// Does not end by itself in good time: MeterUsageIT listens there.
    private static final String STREAM = "/requests/live";

    /// The same values in each run, so that what fails here failed for whoever changed something. Take another one to
    /// look further.
    private static final String SEED = "20261130";

    private static @Nullable PortalUnderTest portal;
    private static @Nullable Calls calls;

    @BeforeContainer
    static void start() throws Exception {
        portal = PortalUnderTest.start();
        calls = new Calls(portal.api());
        Map<String, Arbitrary<Call>> makers = new LinkedHashMap<>();
        for (DescribedApi.Operation operation : portal.api().operations()) {
            makers.put(operation.toString(), calls.valid(operation));
        }
        portal.mayMake(makers);
    }

    @AfterContainer
    static void every_operation_has_succeeded() throws Exception {
        if (portal == null) {
            return; // it did not start, and that has been said
        }
        try (PortalUnderTest driven = portal()) {
            List<DescribedApi.Operation> operations = driven.api().operations();
            System.out.printf("%d operations, %d requests%n", operations.size(), driven.sent());
            driven.statuses().forEach((operation, statuses) -> System.out.printf("  %-64s %s%n", operation, statuses));
            assertThat(operations.stream()
                            .map(DescribedApi.Operation::toString)
                            .filter(operation -> !NEEDS_A_PERSON.contains(operation)
                                    && !NEEDS_MORE_THAN_A_SCHEMA.contains(operation))
                            .filter(operation ->
                                    !operation.contains(NEEDS_A_PROVIDER) || operation.equals("GET" + NEEDS_A_PROVIDER))
                            .filter(operation ->
                                    !NEEDS_A_HISTORY.matcher(operation).matches())
                            .filter(operation -> !operation.contains(NEEDS_A_LETTER) && !operation.endsWith(STREAM))
                            .filter(operation -> driven.statuses().getOrDefault(operation, Map.of()).keySet().stream()
                                    .noneMatch(status -> status / 100 == 2))
                            .map(operation -> operation + ": " + driven.refusal(operation)))
                    .as("operations that never succeeded")
                    .isEmpty();
        }
    }

    /// Each operation often enough that one of the calls succeeds.
    @Property(tries = 12, seed = SEED)
    void a_right_call_is_answered_as_described(@ForAll("everyOperationRightly") Round round) {
        drive(round);
    }

    @Property(tries = 60, seed = SEED)
    void a_wrong_call_is_refused_as_described(@ForAll("everyOperationWrongly") Round round) {
        drive(round);
    }

    /// All of them, so that one run tells everything that is wrong.
    private static void drive(Round round) {
        SoftAssertions findings = new SoftAssertions();
        round.calls().forEach(call -> findings.check(() -> portal().send(call)));
        findings.assertAll();
    }

    @Provide
    Arbitrary<Round> everyOperationRightly() {
        return each(operation -> calls().valid(operation));
    }

    @Provide
    Arbitrary<Round> everyOperationWrongly() {
        // where there is no provider, what is wrong with a change of one is not looked at; so it is with a dead letter
        return each(operation -> operation.path().contains("/identity-providers/{")
                        || operation.path().endsWith("/dead-letters/{id}/replay")
                ? calls().valid(operation)
                : calls().wrong(operation));
    }

    private static Arbitrary<Round> each(Function<DescribedApi.Operation, Arbitrary<Call>> make) {
        Arbitrary<Round> round = Arbitraries.just(new Round(List.of()));
        for (DescribedApi.Operation operation : portal().api().operations()) {
            if (operation.path().endsWith(STREAM)) {
                continue;
            }
            round = Combinators.combine(round, make.apply(operation)).as(Round::and);
        }
        return round;
    }

    /// A call of each operation. A failure tells those that failed, so its own words are few.
    private record Round(List<Call> calls) {
        Round and(Call call) {
            return new Round(Stream.concat(calls.stream(), Stream.of(call)).toList());
        }

        @Override
        public String toString() {
            return "a call of each of " + calls.size() + " operations";
        }
    }

    private static PortalUnderTest portal() {
        return Objects.requireNonNull(portal);
    }

    private static Calls calls() {
        return Objects.requireNonNull(calls);
    }
}
