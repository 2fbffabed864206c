package io.tallygate.load.counting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What instances said of their completeness while the drill went on: of a moment up to which one called itself
/// complete, no call may have come since.
final class Claims {
    private static final int MOST = 40;

    private final List<Claim> claims = new ArrayList<>();

    private record Claim(String instance, long micros, long calls) {}

    /// Notes what is claimed now. Nothing, when the store is away.
    void hear(Store store) throws InterruptedException {
        if (claims.size() >= MOST) {
            return;
        }
        try {
            String said = store.text("SELECT instance, toUnixTimestamp64Micro(argMax(complete_up_to, number))"
                    + " FROM usage_watermark GROUP BY instance FORMAT TabSeparated");
            for (String line : said.lines().toList()) {
                String instance = line.substring(0, line.indexOf('\t'));
                long micros = Long.parseLong(line.substring(line.indexOf('\t') + 1));
                claims.add(new Claim(instance, micros, calls(store, instance, micros)));
            }
        } catch (IOException away) {
            // it is killed and stopped in drills; then nothing is claimed
        }
    }

    private static long calls(Store store, String instance, long micros) throws IOException, InterruptedException {
        return store.number("SELECT uniqExact(id) FROM usage_event WHERE instance = '" + instance
                + "' AND ended_at < fromUnixTimestamp64Micro(" + micros + ")");
    }

    int heard() {
        return claims.size();
    }

    /// How many were not true.
    long broken(Store store) throws IOException, InterruptedException {
        long broken = 0;
        for (Claim claim : claims) {
            long now = calls(store, claim.instance, claim.micros);
            if (now != claim.calls) {
                broken++;
                System.err.println("claim: " + claim.instance + " was complete up to " + claim.micros + " with "
                        + claim.calls + " calls, and now there are " + now);
            }
        }
        return broken;
    }
}
