package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.engine.Engine;
import io.tallygate.clickhouse.engine.EngineException;
import io.tallygate.clickhouse.engine.EngineResult;
import io.tallygate.clickhouse.engine.EngineSession;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// An engine behind a port.
public final class ClickHouseServer {
    private final HttpListener listener;
    private final Watch watch;

    private ClickHouseServer(HttpListener listener, Watch watch) {
        this.listener = listener;
        this.watch = watch;
    }

    /// @param address  whose port may be 0, for any free one
    public static ClickHouseServer start(Engine engine, InetSocketAddress address, Access access, Limits limits)
            throws IOException, EngineException {
        Counters counters = new Counters();
        Admission admission = new Admission(limits, counters);
        Watch watch = new Watch(engine, counters);
        var service = new StatementService(engine, identity(engine), access, admission, watch, limits, counters);
        HttpListener listener = new HttpListener(address, service, watch, limits, counters);
        watch.start();
        listener.start();
        return new ClickHouseServer(listener, watch);
    }

    private static StatementService.Identity identity(Engine engine) throws EngineException {
        byte[] question = "SELECT version(), timezone()".getBytes(StandardCharsets.UTF_8);
        try (EngineSession session = engine.session(0, Map.of());
                EngineResult answer = session.query(question, "TabSeparated", Map.of())) {
            String[] words = new String(answer.bytes().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8)
                    .strip()
                    .split("\t", 2);
            return new StatementService.Identity(words[0], words[1]);
        }
    }

    public int port() {
        return listener.port();
    }

    /// Takes no more requests; what runs may end, and is cancelled when it does not.
    /// @return  whether nothing runs any more
    public boolean stop(Duration patience) throws IOException, InterruptedException {
        listener.stop();
        boolean ended = watch.isQuiet(patience);
        if (!ended) {
            watch.cancelAll("the server stops");
            ended = watch.isQuiet(patience);
        }
        watch.clients().forEach(Client::close);
        watch.stop();
        return ended;
    }
}
