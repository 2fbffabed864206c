package io.tallygate.cli.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads logs line by line and sends what is good in them. Lines that cannot be counted are listed with their number
/// and the reason, and kept in a file of their own, to be mended and read again.
public final class LogImport implements AutoCloseable {
    /// Longer than any request line that a server takes.
    private static final int MOST_OCTETS = 1 << 20;

    private static final int BUFFER = 1 << 16;
    private static final int MOST_LISTED = 1_000;
    private static final long PROGRESS_NANOS = 5_000_000_000L;

    private final Order order;
    private final PrintWriter err;
    private final Occurrences occurrences;
    private final @Nullable EventSender sender;
    private @Nullable OutputStream rejects;
    private long lines;
    private long good;
    private long bad;
    private long dead;
    private long nextProgress = System.nanoTime() + PROGRESS_NANOS;

    /// @param source       of the events: with a line's content and number among its equals it is what makes it one
    /// event
    /// @param type         that a meter counts
    /// @param rejects      where bad lines go
    /// @param directory    for what is noted of lines meanwhile
    public record Order(
            LogForm form,
            Subscribers subscribers,
            LoggedRoutes routes,
            String source,
            String type,
            Path rejects,
            Path directory) {}

    /// What became of the lines.
    /// @param taken  by the gateway; those that it has already among them
    public record Outcome(long lines, long taken, long bad) {}

    /// @param gateway  null: nothing is sent, only looked at
    public LogImport(Order order, @Nullable URI gateway, String credential, PrintWriter err) throws IOException {
        this.order = order;
        this.err = err;
        this.occurrences = new Occurrences(order.directory());
        this.sender = gateway == null ? null : new EventSender(gateway, credential, this::refuse);
    }

    /// Several logs are one: equal lines in them are different requests.
    public void read(InputStream log) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(log, BUFFER);
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                take(line);
                line.reset();
            } else if (line.size() <= MOST_OCTETS) {
                line.write(next);
            }
        }
        if (line.size() > 0) {
            take(line);
        }
    }

    private void take(ByteArrayOutputStream octets) throws IOException, InterruptedException {
        byte[] line = octets.toByteArray();
        int end = line.length;
        while (end > 0 && (line[end - 1] == '\r' || line[end - 1] == ' ')) {
            end--;
        }
        line = end == line.length ? line : java.util.Arrays.copyOf(line, end);
        lines++;
        if (line.length == 0) {
            return;
        }
        try {
            if (line.length > MOST_OCTETS) {
                throw new BadLine("longer than 1 MiB");
            }
            LogLine request = order.form().read(new String(line, UTF_8));
            ObjectNode event = event(request, line);
            good++;
            if (sender != null) {
                sender.send(new EventSender.Sent(event, lines, line));
            }
        } catch (BadLine wrong) {
            refuse(lines, line, wrong.reason());
        }
        if (System.nanoTime() > nextProgress) {
            nextProgress = System.nanoTime() + PROGRESS_NANOS;
            say("%,d lines, %,d of them bad".formatted(lines, bad));
        }
    }

    private ObjectNode event(LogLine request, byte[] line) throws IOException {
        String subscription = order.subscribers().of(request.caller());
        LoggedRoutes.Called called = order.routes().of(request.method(), request.path());
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0")
                .put("id", occurrences.id(line))
                .put("source", order.source())
                .put("type", order.type())
                .put("subject", subscription)
                .put("time", request.time().toString());
        event.putObject("data")
                .put("api", called.api())
                .put("operation", called.operation())
                .put("method", request.method())
                .put("status", request.status())
                .put("bytes", request.bytes());
        return event;
    }

    private synchronized void refuse(EventSender.Sent event, String reason) {
        dead++;
        refuse(event.number(), event.line(), reason);
    }

    private synchronized void refuse(long number, byte[] line, String reason) {
        bad++;
        if (bad <= MOST_LISTED) {
            say("line " + number + ": " + reason);
        } else if (bad == MOST_LISTED + 1) {
            say("more than " + MOST_LISTED + " bad lines; the others are in the file alone");
        }
        try {
            if (rejects == null) {
                rejects = new BufferedOutputStream(Files.newOutputStream(order.rejects()));
            }
            rejects.write(line);
            rejects.write('\n');
        } catch (IOException full) {
            throw new java.io.UncheckedIOException(full);
        }
    }

    private void say(String text) {
        err.println(text);
        err.flush();
    }

    /// Until everything is acknowledged.
    public Outcome finish() throws IOException, InterruptedException {
        if (sender != null) {
            sender.finish();
        }
        synchronized (this) {
            if (rejects != null) {
                rejects.flush();
            }
            return new Outcome(lines, good - dead, bad);
        }
    }

    @Override
    public void close() throws IOException {
        if (sender != null) {
            sender.close();
        }
        occurrences.close();
        if (rejects != null) {
            rejects.close();
        }
    }
}
