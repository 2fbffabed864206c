package io.tallygate.gateway.route;

import com.sun.management.ThreadMXBean;
import io.tallygate.gateway.route.PathPattern.Kind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// `infra/bench route-match`: what finding a route costs among ten, a thousand and a hundred thousand, and what one
/// changed route costs. Asked are ten routes that lie all over the table (so the table's size is all that differs), a
/// thousand and twenty-four of them (*Hot*), or all of them in no order (*Spread*): the more, the fewer find their part
/// of the table in the processor's cache, and that is what they then wait for.
public final class RouteMatchBench {
    private static final int[] SIZES = {10, 1_000, 100_000};
    private static final String[] ASKED = {"", "Hot", "Spread"};
    private static final int ROUNDS = 15;
    private static final int MATCHES = 262_144;
    private static final double FLAT = 1.3;

    private static long sink;

    private RouteMatchBench() {}

    private record Subject(RouteTable<Route> table, List<Route> routes, List<AskedFor[]> requests) {}

    public static void main(String[] arguments) {
        List<Subject> subjects = new ArrayList<>();
        for (int size : SIZES) {
            subjects.add(subject(size));
        }
        double[][][] nanos = new double[ASKED.length][SIZES.length][ROUNDS];
        double[] bytes = new double[SIZES.length];
        for (int round = -5; round < ROUNDS; round++) { // the first five warm up
            for (int i = 0; i < SIZES.length; i++) {
                Subject subject = subjects.get(i);
                long before = allocated();
                for (int kind = 0; kind < ASKED.length; kind++) {
                    double perMatch =
                            nanosPerMatch(subject.table(), subject.requests().get(kind));
                    if (round >= 0) {
                        nanos[kind][i][round] = perMatch;
                    }
                }
                if (round >= 0) {
                    bytes[i] = Math.max(bytes[i], (double) (allocated() - before) / MATCHES / ASKED.length);
                }
            }
        }
        for (int i = 0; i < SIZES.length; i++) {
            for (int kind = 0; kind < ASKED.length; kind++) {
                print("nanosPerMatch" + ASKED[kind] + SIZES[i], median(nanos[kind][i]), "ns");
            }
            print("bytesPerMatch" + SIZES[i], bytes[i], "B");
        }
        change(subjects.getLast());
        for (int kind = 0; kind < ASKED.length; kind++) {
            print("ratio" + ASKED[kind] + "100000To10", median(nanos[kind][2]) / median(nanos[kind][0]), "1");
        }
        print("ratioBound", FLAT, "1");
        if (median(nanos[0][2]) / median(nanos[0][0]) > FLAT || sink == 42) {
            System.err.println("A bound was missed.");
            System.exit(1);
        }
    }

    private static void change(Subject subject) {
        RouteTable<Route> table = subject.table();
        double[] micros = new double[2_000];
        for (int i = 0; i < micros.length; i++) {
            Route route = subject.routes().get(i * 31 % subject.routes().size());
            long began = System.nanoTime();
            table = table.with(List.of(route), List.of(route));
            micros[i] = (System.nanoTime() - began) / 1e3;
        }
        sink += table.size();
        print("microsPerChangedRoute" + subject.routes().size(), median(micros), "µs");
    }

    private static Subject subject(int size) {
        List<Route> routes = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            routes.add(route(i));
        }
        long began = System.nanoTime();
        RouteTable<Route> table = RouteTable.<Route>empty(route -> route).with(List.of(), routes);
        print("buildMillis" + size, (System.nanoTime() - began) / 1e6, "ms");
        Random random = new Random(7);
        AskedFor[] few = new AskedFor[1_024];
        Arrays.setAll(few, i -> asked(few(size, i % 10)));
        AskedFor[] hot = new AskedFor[1_024];
        Arrays.setAll(hot, _ -> asked(random.nextInt(size)));
        AskedFor[] spread = new AskedFor[65_536];
        Arrays.setAll(spread, _ -> asked(random.nextInt(size)));
        for (AskedFor asked : hot) {
            if (table.match(asked) == null) {
                throw new IllegalStateException("no route for " + asked);
            }
        }
        return new Subject(table, routes, List.of(few, hot, spread));
    }

    /// One of ten that lie far from each other, one of each kind.
    private static int few(int size, int i) {
        return size / 10 * i / 10 * 10 + i;
    }

    /// Half on the shared group's host, below their tenant's name; half on hosts of their own.
    private static Route route(int i) {
        return switch (i % 10) {
            case 0, 1, 2, 3, 4 -> RouteTableTest.route(i, List.of(), RouteTableTest.prefix(path(i)));
            case 5, 6 ->
                RouteTableTest.route(
                        i, List.of(host(i)), RouteTableTest.conditions(Kind.TEMPLATE, path(i) + "/{id}/lines/{line}"));
            case 7 -> RouteTableTest.route(i, List.of("*." + host(i)), RouteTableTest.prefix(path(i), "GET"));
            case 8 ->
                RouteTableTest.route(
                        i, List.of(), RouteTableTest.conditions(Kind.TEMPLATE, path(i) + "/{id}/lines/{line}"));
            default ->
                RouteTableTest.route(
                        i, List.of(), RouteTableTest.conditions(Kind.EXACT, path(i) + "/7001/lines/2", "GET", "POST"));
        };
    }

    private static AskedFor asked(int i) {
        String host = switch (i % 10) {
            case 5, 6 -> host(i);
            case 7 -> "eu.shop." + host(i);
            default -> "gateway.example";
        };
        AskedFor asked = new AskedFor("GET", host, path(i) + "/7001/lines/2");
        sink += asked.host().hashCode(); // a connection's host is the same String, and its hash is known
        return asked;
    }

    private static String path(int i) {
        return "/tenant-" + i / 10 + "/orders-" + i % 10;
    }

    private static String host(int i) {
        return "api" + i + ".customers.example";
    }

    private static double nanosPerMatch(RouteTable<Route> table, AskedFor[] requests) {
        int mask = requests.length - 1;
        long began = cpuNanos();
        for (int i = 0; i < MATCHES; i++) {
            RouteMatch<Route> found = table.match(requests[i & mask]);
            sink += found == null ? 0 : found.index() + 1;
        }
        return (double) (cpuNanos() - began) / MATCHES;
    }

    /// Of this thread: what else runs on the machine takes none of it.
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void print(String figure, double value, String unit) {
        System.out.println(String.format(
                Locale.ROOT,
                "{\"bench\":\"route-match\",\"subject\":\"tallygate\",\"figure\":\"%s\",\"value\":%.3f,\"unit\":\"%s\"}",
                figure,
                value,
                unit));
    }
}
