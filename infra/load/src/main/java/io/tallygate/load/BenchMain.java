package io.tallygate.load;

import io.tallygate.load.bench.Bench;
import io.tallygate.load.bench.ManyLists;
import io.tallygate.load.bench.PublishToServed;
import io.tallygate.load.bench.RevokeToRefused;
import io.tallygate.load.bench.UsageVisibility;
import io.tallygate.load.bench.WholeState;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.subject.Stack;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// `infra/bench NAME`: one JSON line a figure; ends with 1 when a bound was missed or the stack could not be
/// measured.
public final class BenchMain {
    private static final Map<String, String> ABOUT = new LinkedHashMap<>();

    static {
        ABOUT.put("usage-visibility", "from a call's last byte to its place in /api/v1/…/usage, under 500 calls/s");
        ABOUT.put("publish", "from publishing an API to the gateway serving it");
        ABOUT.put("revoke", "from revoking a key to the gateway refusing it");
        ABOUT.put("lists", "every list of the control API at 10,000 APIs and 100,000 applications");
        ABOUT.put("state", "applying the dump of a tenant with 1,000 APIs, which changes nothing");
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
        Bench bench = switch (name) {
            case "usage-visibility" -> new UsageVisibility();
            case "publish" -> new PublishToServed();
            case "revoke" -> new RevokeToRefused();
            case "lists" -> new ManyLists();
            case "state" -> new WholeState();
            default -> null;
        };
        if (bench == null) {
            System.err.println("There is no benchmark " + name + ":");
            Command.list(ABOUT);
            return 2;
        }
        var figures = new Figures(name, System.out);
        try {
            bench.run(new Stack(command.stackFile()), figures);
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
}
