package io.tallygate.load.fault;

import io.tallygate.load.call.SteadyCalls;
import io.tallygate.load.subject.CountedCalls;
import io.tallygate.load.subject.DrilledApi;
import io.tallygate.load.subject.KeycloakKeys;
import io.tallygate.load.subject.PortalVisitor;
import io.tallygate.load.subject.Stack;
import io.tallygate.load.upstream.WitnessUpstream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Kills Keycloak, freezes it, and gives it other keys, under load and while somebody works in the portal: calls go on,
/// whoever has signed in stays so, and whoever wants to sign in reads at once that it cannot be now. After each of the
/// three, people sign in again.
public final class IdentityDown implements Drill {
    private static final int CALLS_PER_SECOND = 200;
    private static final int CONNECTIONS = 8;
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final Duration ARRIVAL = Duration.ofSeconds(120);
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration FROZEN = Duration.ofSeconds(20);
    private static final Duration BACK = Duration.ofSeconds(150);
    private static final Duration GONE = Duration.ofSeconds(4);
    private static final Duration BETWEEN = Duration.ofMillis(500);

    /// Until the page that says that sign-in is away.
    private static final Duration AT_ONCE = Duration.ofSeconds(4);

    private static final String AWAY = "Sign-in is away";
    private static final String MARK = "QuarkusEntryPoint";

    private long alive;
    private long lostSessions;
    private long refused;
    private long unexplained;
    private long slowest;
    private int signedInAgain;

    @Override
    public boolean run(Stack stack) throws IOException, InterruptedException {
        var ledger = new Ledger();
        String page = "/console/" + stack.tenant() + "/";
        PortalVisitor person = new PortalVisitor(stack.portal());
        if (!person.signIn(stack.ownerUser(), stack.ownerPassword(), page)) {
            throw new IOException("The owner cannot sign in before anything is broken");
        }
        try (WitnessUpstream upstream = WitnessUpstream.start(stack.drillUpstream());
                DrilledApi api = new DrilledApi(stack)) {
            api.publish();
            DrilledApi.Caller caller = api.subscribe("identity-down");
            api.awaitServed(caller.key());
            try (SteadyCalls calls = new SteadyCalls(
                    stack.gateway(), api.path(), caller.key(), CALLS_PER_SECOND, CONNECTIONS, LONGEST, ledger)) {
                Thread.sleep(BEFORE);
                kill(stack, person, page);
                freeze(stack, person, page);
                rotate(stack, person, page);
                Thread.sleep(BEFORE);
            }
            Verdict verdict = Verdict.of(
                    ledger.complete(),
                    upstream.answered(),
                    new CountedCalls(stack.clickHouse(), caller.subscription()),
                    Verdict.Total.of(api.control(), caller.application()),
                    ARRIVAL);
            return report(ledger, verdict);
        }
    }

    private void kill(Stack stack, PortalVisitor person, String page) throws IOException, InterruptedException {
        long killed = StackProcess.killNow(stack, "keycloak", MARK);
        long before = refused;
        untilBack(stack, person, page);
        StackProcess.await(stack, "keycloak", killed, BACK);
        over("killed", before, stack, page);
    }

    private void freeze(Stack stack, PortalVisitor person, String page) throws IOException, InterruptedException {
        long before = refused;
        StackProcess.signal(stack, "keycloak", MARK, "STOP");
        try {
            long until = System.nanoTime() + FROZEN.toNanos();
            while (System.nanoTime() < until) {
                look(stack, person, page);
            }
        } finally {
            StackProcess.signal(stack, "keycloak", MARK, "CONT");
        }
        untilBack(stack, person, page);
        over("frozen", before, stack, page);
    }

    private void rotate(Stack stack, PortalVisitor person, String page) throws IOException, InterruptedException {
        new KeycloakKeys(stack).rotate();
        look(stack, person, page);
        signInAgain(stack, page);
        System.out.printf("keys replaced: signed in again %d times of 3%n", signedInAgain);
    }

    private void over(String what, long refusedBefore, Stack stack, String page)
            throws IOException, InterruptedException {
        if (refused == refusedBefore) { // nothing was broken, so nothing was shown
            throw new IOException("Keycloak was " + what + ", and no sign-in was refused");
        }
        signInAgain(stack, page);
        System.out.printf("%s: %d sign-ins refused with a page that says so%n", what, refused - refusedBefore);
    }

    private void signInAgain(Stack stack, String page) throws IOException, InterruptedException {
        if (new PortalVisitor(stack.portal()).signIn(stack.ownerUser(), stack.ownerPassword(), page)) {
            signedInAgain++;
        }
    }

    private void untilBack(Stack stack, PortalVisitor person, String page) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BACK.toNanos();
        long gone = System.nanoTime() + GONE.toNanos(); // what was known of it a moment ago may still be shown
        while (System.nanoTime() < deadline) {
            boolean away = look(stack, person, page);
            if (!away && System.nanoTime() > gone) {
                return;
            }
        }
        throw new IOException("Sign-in is not back within " + BACK);
    }

    /// One look of the person at their page, and of somebody else at the door.
    /// @return whether sign-in is away
    private boolean look(Stack stack, PortalVisitor person, String page) throws IOException, InterruptedException {
        if (person.get(page).statusCode() == 200) {
            alive++;
        } else {
            lostSessions++;
        }
        long began = System.nanoTime();
        HttpResponse<String> door = new PortalVisitor(stack.portal()).get("/sign-in?return=/");
        slowest = Math.max(slowest, System.nanoTime() - began);
        boolean away = door.statusCode() == 503;
        if (away && door.body().contains(AWAY)) {
            refused++;
        } else if (door.statusCode() != 303) {
            unexplained++;
        }
        Thread.sleep(BETWEEN);
        return away;
    }

    private boolean report(Ledger ledger, Verdict verdict) {
        System.out.printf(
                "calls=%d counted=%d total=%d refused=%s sessions-alive=%d sessions-lost=%d sign-ins-refused=%d"
                        + " unexplained=%d slowest-door=%dms signed-in-again=%d%n",
                ledger.complete().size(),
                verdict.counted(),
                verdict.total(),
                ledger.refused(),
                alive,
                lostSessions,
                refused,
                unexplained,
                slowest / 1_000_000,
                signedInAgain);
        System.out.printf(
                "lost=%d duplicated=%d phantom=%d cut=%d%n",
                verdict.lost(), verdict.duplicated() + ledger.repeated(), verdict.phantom(), ledger.cuts());
        return verdict.kept()
                && ledger.cuts() == 0
                && ledger.refused().isEmpty()
                && lostSessions == 0
                && unexplained == 0
                && signedInAgain == 3
                && slowest < AT_ONCE.toNanos();
    }
}
