package io.tallygate.load;

import io.tallygate.load.counting.CountingDrills;
import io.tallygate.load.counting.EveryDrill;
import io.tallygate.load.fault.ClickHouseDown;
import io.tallygate.load.fault.Drill;
import io.tallygate.load.fault.IdempotentCalls;
import io.tallygate.load.fault.IdentityDown;
import io.tallygate.load.fault.KillGateway;
import io.tallygate.load.fault.PartsDown;
import io.tallygate.load.hostile.Floods;
import io.tallygate.load.hostile.Overload;
import io.tallygate.load.hostile.SlowClients;
import io.tallygate.load.life.ConfigChanges;
import io.tallygate.load.life.Form;
import io.tallygate.load.life.GatewayDrill;
import io.tallygate.load.life.Limits;
import io.tallygate.load.life.RollingRestarts;
import io.tallygate.load.life.RouteSwap;
import io.tallygate.load.life.Soak;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.subject.Stack;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `infra/fault NAME`: ends with 1 when the promise was not kept. Drills of a stack end with a line that begins with
/// `lost=… duplicated=…`; those of gateways of their own print one JSON line a figure.
public final class FaultMain {
    private static final Map<String, String> ABOUT = new LinkedHashMap<>();
    private static final String FORM = "form";
    private static final String SEED = "seed";
    private static final String MINUTES = "minutes";

    static {
        ABOUT.put("stack-kill-gateway", "kill -9 of the stack's gateway, ten times under load, 50,000 calls");
        ABOUT.put("clickhouse-down", "ClickHouse stopped for half a minute under load");
        ABOUT.put(
                "identity-down",
                "Keycloak killed, frozen and given other keys under load, with a person in the portal");
        ABOUT.put("idempotency", "50 duplicates at once of each of 1,000 requests, the portal killed five times");
        ABOUT.put(
                "parts-down",
                "each other part killed in turn, then the gateway restarted with all down: [--form short|full]");
        ABOUT.put("", "without a stack, [--form short|full]:");
        ABOUT.put("config-changes", "1,000 changes of a configuration under 1,000 calls/s and 1,000 WebSockets");
        ABOUT.put("route-swap", "two routes swapped in one publish, 2,000 times under load");
        ABOUT.put("rolling-restarts", "20 restarts of a group of two gateways behind HAProxy, under load");
        ABOUT.put("limits", "one instance restarted, killed and given other times; four whose Redis comes back empty");
        ABOUT.put("floods", "floods of HTTP/2 frames beside honest calls");
        ABOUT.put("slow-clients", "slowhttptest's four modes with 5,000 connections beside honest calls");
        ABOUT.put("overload", "three times as many calls as the gateway can carry, and four times as many at once");
        ABOUT.put("soak", "10 minutes of every protocol with clients that break off, and what is left of it");
        ABOUT.put(" ", "of counting, without a stack, [--form short|full] [--seed N]:");
        ABOUT.putAll(CountingDrills.about());
        ABOUT.put("counting", "all of counting in turn: five million calls, two hundred kills");
    }

    private FaultMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws InterruptedException {
        Command command;
        try {
            command = Command.parse(arguments);
            if (command.name().isEmpty()) {
                Command.list(ABOUT);
                return 0;
            }
            String name = command.name().get();
            GatewayDrill alone = alone(name);
            if (alone == null) {
                alone = counting(name, command);
            }
            if (alone != null) {
                return run(name, alone, form(command));
            }
            Drill drill = name.equals("parts-down") ? new PartsDown(form(command)) : onStack(name);
            if (drill == null) {
                System.err.println("There is no fault drill " + name + ":");
                Command.list(ABOUT);
                return 2;
            }
            if (!(drill instanceof PartsDown)) {
                command.withoutOptions();
            }
            return drill.run(new Stack(command.stackFile())) ? 0 : 1;
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            return 2;
        } catch (IOException failed) {
            System.err.println(failed.getMessage());
            return 1;
        }
    }

    private static @Nullable Drill onStack(String name) {
        return switch (name) {
            case "stack-kill-gateway" -> new KillGateway();
            case "clickhouse-down" -> new ClickHouseDown();
            case "identity-down" -> new IdentityDown();
            case "idempotency" -> new IdempotentCalls();
            default -> null;
        };
    }

    private static @Nullable GatewayDrill alone(String name) {
        return switch (name) {
            case "config-changes" -> new ConfigChanges();
            case "route-swap" -> new RouteSwap();
            case "rolling-restarts" -> new RollingRestarts();
            case "limits" -> new Limits();
            case "floods" -> new Floods();
            case "slow-clients" -> new SlowClients();
            case "overload" -> new Overload();
            case "soak" -> new Soak();
            default -> null;
        };
    }

    private static @Nullable GatewayDrill counting(String name, Command command) {
        if (name.equals("counting")) {
            return new EveryDrill(command.number(SEED, usualSeed(), FORM));
        }
        if (!CountingDrills.about().containsKey(name)) {
            return null;
        }
        long seed = command.number(SEED, usualSeed(), FORM, MINUTES);
        return CountingDrills.named(name, seed, (int) command.number(MINUTES, 0, FORM, SEED));
    }

    /// Another each day: what one finds can be repeated, and tomorrow's may find something else.
    private static long usualSeed() {
        return LocalDate.now(ZoneOffset.UTC).toEpochDay();
    }

    private static Form form(Command command) {
        return switch (command.option(FORM, SEED, MINUTES)) {
            case "", "full" -> Form.FULL;
            case "short" -> Form.SHORT;
            default -> throw new IllegalArgumentException("--form is short or full");
        };
    }

    private static int run(String name, GatewayDrill drill, Form form) throws IOException, InterruptedException {
        var figures = new Figures("fault", name, System.out);
        drill.run(form, figures);
        if (figures.missedABound()) {
            System.err.println("A bound was missed.");
            return 1;
        }
        return 0;
    }
}
