package io.tallygate.load;

import io.tallygate.load.fault.ClickHouseDown;
import io.tallygate.load.fault.Drill;
import io.tallygate.load.fault.IdempotentCalls;
import io.tallygate.load.fault.IdentityDown;
import io.tallygate.load.fault.KillGateway;
import io.tallygate.load.subject.Stack;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// `infra/fault NAME`: its last line begins with `lost=… duplicated=…`; ends with 1 when the promise was
/// not kept.
public final class FaultMain {
    private static final Map<String, String> ABOUT = new LinkedHashMap<>();

    static {
        ABOUT.put("kill-gateway", "kill -9 of the gateway, ten times under load, 50,000 calls");
        ABOUT.put("clickhouse-down", "ClickHouse stopped for half a minute under load");
        ABOUT.put(
                "identity-down",
                "Keycloak killed, frozen and given other keys under load, with a person in the portal");
        ABOUT.put("idempotency", "50 duplicates at once of each of 1,000 requests, the portal killed five times");
    }

    private FaultMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws InterruptedException {
        Command command = Command.parse(arguments).withoutOptions();
        if (command.name().isEmpty()) {
            Command.list(ABOUT);
            return 0;
        }
        String name = command.name().get();
        Drill drill = switch (name) {
            case "kill-gateway" -> new KillGateway();
            case "clickhouse-down" -> new ClickHouseDown();
            case "identity-down" -> new IdentityDown();
            case "idempotency" -> new IdempotentCalls();
            default -> null;
        };
        if (drill == null) {
            System.err.println("There is no fault drill " + name + ":");
            Command.list(ABOUT);
            return 2;
        }
        try {
            return drill.run(new Stack(command.stackFile())) ? 0 : 1;
        } catch (IOException failed) {
            System.err.println(failed.getMessage());
            return 1;
        }
    }
}
