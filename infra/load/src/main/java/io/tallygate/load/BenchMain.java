package io.tallygate.load;

import io.tallygate.load.bench.Bench;
import io.tallygate.load.bench.ManyLists;
import io.tallygate.load.bench.PublishToServed;
import io.tallygate.load.bench.RevokeToRefused;
import io.tallygate.load.bench.UsageVisibility;
import io.tallygate.load.bench.WholeState;
import io.tallygate.load.gateway.GatewayBench;
import io.tallygate.load.gateway.GatewayOptions;
import io.tallygate.load.gateway.IdleConnections;
import io.tallygate.load.gateway.LargeConfiguration;
import io.tallygate.load.gateway.UsualHeap;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.subject.Stack;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `infra/bench NAME`: one JSON line a figure; ends with 1 when a bound was missed or the subject could not be
/// measured.
public final class BenchMain {
    private static final Map<String, String> ABOUT = new LinkedHashMap<>();

    static {
        ABOUT.put("usage-visibility", "from a call's last byte to its place in /api/v1/…/usage, under 5,000 calls/s");
        ABOUT.put("publish", "from publishing an API to the gateway serving it");
        ABOUT.put("revoke", "from revoking a key to the gateway refusing it");
        ABOUT.put("lists", "every list of the control API at 10,000 APIs and 100,000 applications");
        ABOUT.put("state", "applying the dump of a tenant with 1,000 APIs, which changes nothing");
        ABOUT.put(
                "gateway",
                "the gateway alone beside nginx, HAProxy, nginx with Lua, Vert.x and Spring Cloud Gateway: [--rounds"
                        + " 3] [--seconds 4] [--subjects A,B] [--body 1k|64k] [--warm-up 8]; tallygate-log and"
                        + " tallygate-traces are subjects as well");
        ABOUT.put("gateway-idle", "heap of an idle connection, of 1,000 and of 10,000");
        ABOUT.put(
                "gateway-heap",
                "10,000 routes and 100,000 keys in one snapshot, in the 256 MiB that a gateway has by itself");
        ABOUT.put("gateway-configuration", "1,000,000 credentials and 100,000 routes: heap, and the time of a change");
    }

    private BenchMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws InterruptedException {
        Command command = Command.parse(arguments);
        if (command.name().isEmpty()) {
            Command.list(ABOUT);
            return 0;
        }
        String name = command.name().get();
        Measured measured;
        try {
            measured = named(name, command);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            return 2;
        }
        if (measured == null) {
            System.err.println("There is no benchmark " + name + ":");
            Command.list(ABOUT);
            return 2;
        }
        var figures = new Figures(name, System.out);
        try {
            measured.run(figures);
        } catch (IOException failed) {
            System.err.println(failed.getMessage());
            return 1;
        }
        if (figures.missedABound()) {
            System.err.println("A bound was missed.");
            return 1;
        }
        return 0;
    }

    /// Whatever it needs of the machine is its own business.
    private interface Measured {
        void run(Figures figures) throws IOException, InterruptedException;
    }

    /// @return  null when there is none of that name
    private static @Nullable Measured named(String name, Command command) {
        if (name.equals("gateway")) {
            return new GatewayBench(GatewayOptions.of(command.options()))::run;
        }
        command.withoutOptions();
        return switch (name) {
            case "gateway-idle" -> new IdleConnections()::run;
            case "gateway-heap" -> new UsualHeap()::run;
            case "gateway-configuration" -> new LargeConfiguration()::run;
            case "usage-visibility" -> onStack(command, new UsageVisibility());
            case "publish" -> onStack(command, new PublishToServed());
            case "revoke" -> onStack(command, new RevokeToRefused());
            case "lists" -> onStack(command, new ManyLists());
            case "state" -> onStack(command, new WholeState());
            default -> null;
        };
    }

    private static Measured onStack(Command command, Bench bench) {
        return figures -> bench.run(new Stack(command.stackFile()), figures);
    }
}
