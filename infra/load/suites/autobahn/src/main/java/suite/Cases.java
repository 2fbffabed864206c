package suite;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import me.normanmaurer.maven.autobahntestsuite.AutobahnTestSuite;

/// `Cases URL CASE…`: all that match run against that server; their reports lie below `target/` of the working
/// directory.
public final class Cases {
    private Cases() {}

    public static void main(String[] arguments) {
        List<String> cases = Arrays.asList(arguments).subList(1, arguments.length);
        int count = AutobahnTestSuite.runFuzzingClient("subject", arguments[0], Map.of("version", 18), cases, List.of())
                .size();
        System.out.println(count + " cases");
        System.exit(0); // the suite's reactor does not end by itself
    }
}
