package io.tallygate.portal.subscription.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.subscription.Changing.When;
import io.tallygate.portal.subscription.Changing.Wish;
import java.time.Instant;
import java.util.UUID;

/// What bodies ask to happen to a subscription, and when.
final class WishReader {
    private static final String PERIOD_END = "period-end";

    private final Members members;
    private final Access access;

    WishReader(Members members, Access access) {
        this.members = members;
        this.access = access;
    }

    Wish otherPlan() {
        if (!members.has("plan")) {
            members.refuse("plan", because("Is required."));
        }
        UUID plan = members.optionalId("plan");
        When when = when();
        members.refuseIfWrong();
        if (plan == null) {
            throw new IllegalStateException("a missing member was not refused");
        }
        return new Wish.OtherPlan(plan, when);
    }

    Wish pause() {
        Instant until = members.optionalInstant("until");
        When when = when();
        members.refuseIfWrong();
        return new Wish.Pause(when, until);
    }

    Wish resume() {
        When when = when();
        members.refuseIfWrong();
        return new Wish.Resume(when);
    }

    Wish end() {
        When when = when();
        members.refuseIfWrong();
        return new Wish.End(when);
    }

    private When when() {
        String named = members.optionalText("when");
        Instant at = members.optionalInstant("at");
        if (named != null && !named.equals("now") && !named.equals(PERIOD_END)) {
            members.refuse("when", because("now or period-end."));
        }
        if (at != null) {
            if (!access.may(Permission.BACK_DATE)) {
                throw ApiProblem.forbidden("Only the tenant's staff may choose the moment of a change.");
            }
            return new When.At(at);
        }
        return PERIOD_END.equals(named) ? new When.PeriodEnd() : new When.Now();
    }
}
