package io.tallygate.load;

import io.tallygate.load.counting.AccessLogReplay;
import io.tallygate.load.life.Form;
import io.tallygate.load.life.GatewayDrill;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.suite.Autobahn;
import io.tallygate.load.suite.GrpcInterop;
import java.io.IOException;

/// `infra/verify autobahn`, `grpc-interop` and `access-log`, `[--form short|full]`: one JSON line a figure; ends with 1
/// when a case differs.
public final class SuiteMain {
    private SuiteMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws InterruptedException {
        try {
            Command command = Command.parse(arguments);
            String name = command.name().orElse("");
            GatewayDrill suite = switch (name) {
                case "autobahn" -> new Autobahn();
                case "grpc-interop" -> new GrpcInterop();
                case "access-log" -> new AccessLogReplay();
                default -> throw new IllegalArgumentException("There is no suite " + name);
            };
            Form form = command.option("form").equals("short") ? Form.SHORT : Form.FULL;
            var figures = new Figures("suite", name, System.out);
            suite.run(form, figures);
            if (figures.missedABound()) {
                System.err.println("A bound was missed.");
                return 1;
            }
            return 0;
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            return 2;
        } catch (IOException failed) {
            System.err.println(failed.getMessage());
            return 1;
        }
    }
}
