package io.tallygate.load.counting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.load.life.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Back ends of the tenants that tell usage as events, at whichever gateway is there, and send a batch again until it
/// is acknowledged: what was acknowledged is counted once, what was not can be sent for ever. Now and then one tells
/// again what was acknowledged long ago. Each is the ledger of its own events: they have numbers from 0.
final class Tellers implements AutoCloseable {
    static final String TYPE = "drill.units";
    private static final int MOST_IN_A_BATCH = 40;
    private static final int PAUSE_MILLIS = 20;

    private final List<Integer> ports;
    private final List<Teller> tellers = new ArrayList<>();
    private final Map<String, LongAdder> otherwise = new ConcurrentSkipListMap<>();
    private final LongAdder tries = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private volatile boolean stopping;

    /// One back end.
    final class Teller {
        final int tenant;
        private final Random random;
        private final BitSet acknowledged = new BitSet();
        private final Thread thread;
        private int told;
        private @Nullable Wire wire;

        private Teller(int tenant, long seed) {
            this.tenant = tenant;
            this.random = new Random(seed);
            this.thread = Thread.ofVirtual().name("teller").unstarted(this::run);
        }

        String source() {
            return "/drill/" + tenant;
        }

        /// Events that have been sent, perhaps without an answer.
        int told() {
            return told;
        }

        BitSet acknowledged() {
            return acknowledged;
        }

        private void run() {
            try {
                while (!stopping) {
                    int from = told;
                    told += 1 + random.nextInt(MOST_IN_A_BATCH);
                    List<Integer> numbers = new ArrayList<>();
                    for (int number = from; number < told; number++) {
                        numbers.add(number);
                    }
                    if (from > 0 && random.nextInt(4) == 0) {
                        numbers.add(random.nextInt(from)); // again, perhaps of long ago
                    }
                    tell(numbers);
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException over) {
                // the drill is over
            } finally {
                hangUp();
            }
        }

        /// Until it is acknowledged, or the drill ends.
        private void tell(List<Integer> numbers) throws InterruptedException {
            byte[] body = body(numbers);
            while (true) {
                tries.increment();
                try {
                    Wire line = wire;
                    if (line == null) {
                        line = Wire.open(ports.get(random.nextInt(ports.size())));
                        wire = line;
                    }
                    Wire.Message answer = line.ask("POST", "/.tallygate/events", fields(), body);
                    if (answer.status() == 202) {
                        boolean isAll = !answer.text().contains("dead-letter");
                        if (isAll) {
                            synchronized (acknowledged) {
                                numbers.forEach(acknowledged::set);
                            }
                        } else {
                            note("202 with a dead letter: " + reason(answer.text()));
                        }
                        if (answer.field("connection").contains("close")) {
                            hangUp();
                        }
                        return;
                    }
                    note(answer.status() + " " + reason(answer.text()));
                } catch (IOException cut) {
                    broken.increment();
                    hangUp();
                }
                if (stopping) {
                    return;
                }
                Thread.sleep(100);
            }
        }

        /// Of a problem its type, of a dead letter the reason.
        private static String reason(String text) {
            for (String name : List.of("\"reason\":\"", "\"type\":\"")) {
                int at = text.indexOf(name);
                if (at >= 0) {
                    return text.substring(at + name.length(), text.indexOf('"', at + name.length()));
                }
            }
            return "";
        }

        private void hangUp() {
            if (wire != null) {
                wire.close();
                wire = null;
            }
        }

        private String fields() {
            return "Authorization: Bearer " + Offer.eventCredential(tenant)
                    + "\r\nContent-Type: application/cloudevents-batch+json\r\n";
        }

        private byte[] body(List<Integer> numbers) {
            StringBuilder text = new StringBuilder("[");
            for (int number : numbers) {
                text.append(text.length() > 1 ? "," : "")
                        .append("{\"specversion\":\"1.0\",\"id\":\"")
                        .append(number)
                        .append("\",\"source\":\"")
                        .append(source())
                        .append("\",\"type\":\"" + TYPE + "\",\"subject\":\"")
                        .append(Offer.subscription(tenant))
                        .append("\",\"data\":{\"units\":\"")
                        .append(units(number))
                        .append("\"}}");
            }
            return text.append(']').toString().getBytes(UTF_8);
        }
    }

    /// Of an event, in millionths.
    static long millionths(int number) {
        return number * 1_000_003L % 90_000_000 + 1;
    }

    private static String units(int number) {
        return "%d.%06d".formatted(millionths(number) / 1_000_000, millionths(number) % 1_000_000);
    }

    /// @param ports  of the gateways
    Tellers(List<Integer> ports, Random random) {
        this.ports = ports;
        for (int tenant = 0; tenant < Offer.TENANTS; tenant++) {
            tellers.add(new Teller(tenant, random.nextLong()));
        }
    }

    void start() {
        tellers.forEach(teller -> teller.thread.start());
    }

    private void note(String answer) {
        otherwise.computeIfAbsent(answer, _ -> new LongAdder()).increment();
    }

    List<Teller> all() {
        return tellers;
    }

    long acknowledged() {
        long sum = 0;
        for (Teller teller : tellers) {
            synchronized (teller.acknowledged) {
                sum += teller.acknowledged.cardinality();
            }
        }
        return sum;
    }

    long tries() {
        return tries.sum();
    }

    /// Connections that broke before there was an answer.
    long broken() {
        return broken.sum();
    }

    /// Answers other than that all is taken, and how often.
    Map<String, LongAdder> otherwise() {
        return otherwise;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        for (Teller teller : tellers) {
            teller.thread.join(30_000);
        }
    }
}
