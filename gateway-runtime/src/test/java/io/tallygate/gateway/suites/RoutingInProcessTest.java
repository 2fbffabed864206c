package io.tallygate.gateway.suites;

import org.junit.jupiter.api.AfterAll;

/// The tables of [RoutingSuites] asked of the parts that decide, without a connection: within seconds.
class RoutingInProcessTest extends RoutingSuites {
    private static final SuiteReport REPORT = new SuiteReport("in process", false);

    RoutingInProcessTest() {
        super(new RoutingInProcess(), REPORT);
    }

    @AfterAll
    static void report() {
        REPORT.print();
    }
}
