package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.compression.ContentCoding;
import io.tallygate.clickhouse.engine.Engine;
import io.tallygate.clickhouse.engine.EngineException;
import io.tallygate.clickhouse.engine.EngineSession;
import io.tallygate.clickhouse.statement.StatementText;
import io.tallygate.clickhouse.statement.StatementText.InsertWithRows;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/// Answers a request: parameters, access, a place in the engine, a session with the request's settings, the statement,
/// its answer. Each request has a session of its own, which ends with it.
final class StatementService {
    /// @param version   of the engine, as errors name it
    /// @param timezone  of the engine, as answers name it
    record Identity(String version, String timezone) {}

    private final Engine engine;
    private final Identity identity;
    private final Access access;
    private final Admission admission;
    private final Watch watch;
    private final Limits limits;
    private final Counters counters;
    private final AtomicLong numbers = new AtomicLong();
    private final SecureRandom random = new SecureRandom();

    StatementService(
            Engine engine,
            Identity identity,
            Access access,
            Admission admission,
            Watch watch,
            Limits limits,
            Counters counters) {
        this.engine = engine;
        this.identity = identity;
        this.access = access;
        this.admission = admission;
        this.watch = watch;
        this.limits = limits;
        this.counters = counters;
    }

    /// Sends the answer.
    /// @return  what was sent, for the question whether the connection stays open
    ClassicHttpResponse answer(ClassicHttpRequest request, Client client) throws IOException, HttpException {
        String target = request.getPath();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? null : target.substring(mark + 1);
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("POST") && !method.equals("HEAD")) {
            return send(Answers.plain(405, "Only GET and POST are served\n"), client);
        }
        return switch (path) {
            case "/ping", "/replicas_status" -> send(Answers.plain(200, "Ok.\n"), client);
            case "/metrics" -> send(Answers.plain(200, counters.text(limits)), client);
            case "/" -> statement(request, query, client);
            default -> send(Answers.plain(404, "There is no handle " + path + "\n"), client);
        };
    }

    private static ClassicHttpResponse send(ClassicHttpResponse response, Client client)
            throws IOException, HttpException {
        client.respond(response);
        return response;
    }

    private ClassicHttpResponse statement(ClassicHttpRequest request, @Nullable String query, Client client)
            throws IOException, HttpException {
        try {
            QueryParameters parameters = QueryParameters.of(query);
            String refusal = access.refusal(request, parameters);
            if (refusal != null) {
                throw EngineException.of(EngineException.AUTHENTICATION_FAILED, refusal, "AUTHENTICATION_FAILED");
            }
            String inUrl = parameters.own("query");
            if (inUrl == null && !request.getMethod().equals("POST")) {
                return send(Answers.plain(200, "Ok.\n"), client);
            }
            Header expect = request.getFirstHeader("Expect");
            if (expect != null && expect.getValue().equalsIgnoreCase("100-continue")) {
                client.askForBody();
            }
            RequestBody body = RequestBody.of(request, parameters, limits, counters);
            StatementInput input = StatementInput.read(inUrl, body, limits, counters);
            return admitted(request, parameters, input, client);
        } catch (EngineException e) {
            counters.failed.increment();
            return send(Answers.error(e, identity.version()), client);
        } catch (SocketTimeoutException e) {
            counters.refused("stalled");
            return send(Answers.plain(408, "The body did not arrive\n"), client);
        } catch (ZipException | EOFException e) {
            counters.failed.increment();
            EngineException unreadable = EngineException.of(
                    EngineException.INCORRECT_DATA, "The body cannot be read: " + e.getMessage(), "INCORRECT_DATA");
            return send(Answers.error(unreadable, identity.version()), client);
        }
    }

    private ClassicHttpResponse admitted(
            ClassicHttpRequest request, QueryParameters parameters, StatementInput input, Client client)
            throws EngineException, IOException, HttpException {
        admission.enter();
        try {
            String given = parameters.own("query_id");
            String queryId = given == null ? UUID.randomUUID().toString() : given;
            RunningStatement statement = new RunningStatement(queryId, numbers.incrementAndGet(), client);
            watch.begin(statement);
            try (EngineSession session = engine.session(statement.number, parameters.settings())) {
                prepare(session, request, parameters);
                return run(session, statement, request, parameters, input);
            } finally {
                if (statement.cancelled() != null) {
                    counters.cancelled.increment();
                }
                watch.end(statement);
            }
        } finally {
            admission.leave();
        }
    }

    private static void prepare(EngineSession session, ClassicHttpRequest request, QueryParameters parameters)
            throws EngineException {
        String database = named(parameters.own("database"), request, "X-ClickHouse-Database", "");
        if (!database.isEmpty()) {
            session.use(database);
        }
        if (!request.getMethod().equals("POST")) {
            session.set(Map.of("readonly", "2")); // a GET must not change anything
        }
    }

    private ClassicHttpResponse run(
            EngineSession session,
            RunningStatement statement,
            ClassicHttpRequest request,
            QueryParameters parameters,
            StatementInput input)
            throws EngineException, IOException, HttpException {
        long began = System.nanoTime();
        String format = named(parameters.own("default_format"), request, "X-ClickHouse-Format", "TabSeparated");
        try (Execution execution = new Execution(session, statement)) {
            String answersIn = format;
            if (input.shape() instanceof InsertWithRows insert && !bindsParametersInValues(insert, parameters, input)) {
                execution.insert(insert, input, parameters.parameters());
            } else {
                Kill kill = Kill.of(input.text(), watch);
                execution.start(kill.text(), format, parameters.parameters());
                kill.done();
                if (input.shape() instanceof StatementText.Other other && other.format() != null) {
                    answersIn = other.format();
                }
            }
            boolean compressed = parameters.isOn("enable_http_compression");
            Header accept = request.getFirstHeader("Accept-Encoding");
            ContentCoding coding =
                    compressed && accept != null ? ContentCoding.accepted(accept.getValue()) : ContentCoding.IDENTITY;
            ResultBody body = new ResultBody(
                    execution, parameters.isOn("compress"), coding, parameters.isOn("wait_end_of_query"));
            try {
                boolean whole = body.begin();
                ClassicHttpResponse response = new BasicClassicHttpResponse(200);
                String tag = tag();
                response.setHeader("X-ClickHouse-Summary", Summary.of(execution.figures(), System.nanoTime() - began));
                response.setHeader("X-ClickHouse-Query-Id", statement.queryId);
                response.setHeader("X-ClickHouse-Server-Display-Name", "embedded");
                response.setHeader("X-ClickHouse-Timezone", identity.timezone());
                response.setHeader("X-ClickHouse-Format", answersIn);
                response.setHeader("X-ClickHouse-Exception-Tag", tag);
                if (coding != ContentCoding.IDENTITY) {
                    response.setHeader("Content-Encoding", coding.header());
                }
                ContentType type = ContentType.parseLenient(Formats.contentType(answersIn));
                Answers.entity(
                        response,
                        whole
                                ? new ByteArrayEntity(body.whole(), type)
                                : new EntityTemplate(-1, type, null, out -> pass(body, out, statement.client, tag)));
                send(response, statement.client);
                counters.answered.increment();
                return response;
            } finally {
                body.discard();
            }
        }
    }

    private void pass(ResultBody body, java.io.OutputStream out, Client client, String tag) throws IOException {
        EngineException failed = body.writeTo(client.timed(out), tag, identity.version());
        if (failed != null) {
            counters.failed.increment();
            client.close(); // an answer without its end is seen to be incomplete
            throw new IOException("failed in the middle of its answer: " + failed.text());
        }
    }

    /// Values may be expressions over bound parameters, which only a statement that is complete can have.
    private static boolean bindsParametersInValues(
            InsertWithRows insert, QueryParameters parameters, StatementInput input) {
        return insert.format().equalsIgnoreCase("Values")
                && !parameters.parameters().isEmpty()
                && insert.data() < input.text().length
                && input.isWhole();
    }

    private static String named(
            @Nullable String parameter, ClassicHttpRequest request, String header, String otherwise) {
        if (parameter != null) {
            return parameter;
        }
        Header found = request.getFirstHeader(header);
        return found == null ? otherwise : found.getValue();
    }

    private String tag() {
        StringBuilder tag = new StringBuilder(16);
        random.ints(16, 'a', 'z' + 1).forEach(letter -> tag.append((char) letter));
        return tag.toString();
    }
}
