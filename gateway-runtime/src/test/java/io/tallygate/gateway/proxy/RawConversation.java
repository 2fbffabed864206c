package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Octets to the gateway on a plain socket, and what comes back.
final class RawConversation implements AutoCloseable {
    private static final long NO_ANSWER_NANOS = 1_500_000_000L;
    private static final long BEHIND_NANOS = 150_000_000L;
    private static final Pattern STATUS = Pattern.compile("(?:^|\\n)HTTP/1\\.1 (\\d{3})");

    private final Socket socket;

    /// @param text    all that came
    /// @param closed  the gateway has closed the connection
    record Answer(String text, boolean closed) {
        /// Of the first answer that is not an interim one; 0: there is none.
        int status() {
            Matcher matcher = STATUS.matcher(text);
            while (matcher.find()) {
                int status = Integer.parseInt(matcher.group(1));
                if (status >= 200 || status == 101) {
                    return status;
                }
            }
            return 0;
        }

        int count() {
            int count = 0;
            for (Matcher matcher = STATUS.matcher(text); matcher.find(); ) {
                count += matcher.group(1).startsWith("1") ? 0 : 1;
            }
            return count;
        }

        /// Null when it is not there.
        @Nullable
        String field(String name) {
            for (String line : text.split("\r\n\r\n")[0].split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return null;
        }
    }

    RawConversation(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10);
    }

    /// @param octets  a character each
    Answer say(String octets) throws IOException {
        try {
            socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
        } catch (IOException closed) {
            // it may have answered all the same
        }
        StringBuilder text = new StringBuilder();
        long until = System.nanoTime() + NO_ANSWER_NANOS;
        boolean answered = false;
        byte[] buffer = new byte[64 << 10];
        InputStream in = socket.getInputStream();
        while (System.nanoTime() < until) {
            try {
                int read = in.read(buffer);
                if (read < 0) {
                    return new Answer(text.toString(), true);
                }
                text.append(new String(buffer, 0, read, ISO_8859_1));
            } catch (SocketTimeoutException silent) {
                // look again
            } catch (IOException reset) {
                return new Answer(text.toString(), true);
            }
            if (!answered && new Answer(text.toString(), false).status() > 0 && text.indexOf("\r\n\r\n") > 0) {
                answered = true;
                until = System.nanoTime() + BEHIND_NANOS;
            }
        }
        return new Answer(text.toString(), false);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
