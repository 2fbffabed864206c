package io.tallygate.portal.identity.brokering;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Asks the installation's own name server for TXT records (RFC 1035): by UDP from a port and with a number that
/// nobody can guess, and again by TCP when the answer does not fit. The JDK's client for this is not to be had inside
/// the server.
@ApplicationScoped
public class TxtRecords {
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int TRIES = 2;
    private static final int MOST_UDP = 4_096;
    private static final int TXT = 16;
    private static final int INTERNET = 1;
    private static final int HEADER = 12;
    private static final int NAME_UNKNOWN = 3;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Path SYSTEM = Path.of("/etc/resolv.conf");

    private final String server;

    /// @param server  `host:port`; `system`: the first of the machine's own
    @Inject
    public TxtRecords(@ConfigProperty(name = "TALLYGATE_DNS_SERVER", defaultValue = "system") String server) {
        this.server = server;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected TxtRecords() {
        this("system");
    }

    /// @param name  as [Domains] spells it
    /// @return      empty when there is no such name, or it has no such record
    /// @throws IOException  when nobody answers
    public List<String> of(String name) throws IOException {
        InetSocketAddress asked = server();
        byte[] question = question(name);
        IOException last = new IOException("not asked");
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                ByteBuffer answer = byUdp(asked, question);
                return texts(isCut(answer) ? byTcp(asked, question) : answer, question);
            } catch (IOException failed) {
                last = failed;
            } catch (BufferUnderflowException | IllegalArgumentException malformed) {
                last = new IOException("not an answer", malformed);
            }
        }
        throw last;
    }

    private InetSocketAddress server() throws IOException {
        if (!server.equals("system")) {
            int colon = server.lastIndexOf(':');
            return new InetSocketAddress(
                    InetAddress.getByName(server.substring(0, colon)), Integer.parseInt(server.substring(colon + 1)));
        }
        for (String line : Files.readAllLines(SYSTEM)) {
            if (line.startsWith("nameserver ")) {
                return new InetSocketAddress(InetAddress.getByName(line.split("\\s+")[1]), 53);
            }
        }
        throw new IOException("this machine has no name server");
    }

    private static byte[] question(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(RANDOM.nextInt(1 << 16));
        out.writeShort(0x0100); // recursion desired
        out.writeShort(1);
        out.writeShort(0);
        out.writeShort(0);
        out.writeShort(0);
        for (String label : name.split("\\.")) {
            byte[] text = label.getBytes(US_ASCII);
            out.writeByte(text.length);
            out.write(text);
        }
        out.writeByte(0);
        out.writeShort(TXT);
        out.writeShort(INTERNET);
        return bytes.toByteArray();
    }

    private static ByteBuffer byUdp(InetSocketAddress asked, byte[] question) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout((int) ANSWER.toMillis());
            socket.connect(asked); // takes answers from there only
            socket.send(new DatagramPacket(question, question.length));
            DatagramPacket answer = new DatagramPacket(new byte[MOST_UDP], MOST_UDP);
            socket.receive(answer);
            return ByteBuffer.wrap(answer.getData(), 0, answer.getLength()).slice();
        }
    }

    private static ByteBuffer byTcp(InetSocketAddress asked, byte[] question) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(asked, (int) ANSWER.toMillis());
            socket.setSoTimeout((int) ANSWER.toMillis());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(question.length);
            out.write(question);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort()));
        }
    }

    private static boolean isCut(ByteBuffer answer) {
        return (answer.get(2) & 0x02) != 0;
    }

    private static List<String> texts(ByteBuffer answer, byte[] question) throws IOException {
        boolean ours = answer.getShort(0) == ByteBuffer.wrap(question).getShort(0) && (answer.get(2) & 0x80) != 0;
        int code = answer.get(3) & 0x0f;
        for (int i = HEADER; ours && i < question.length; i++) {
            ours = Character.toLowerCase(answer.get(i)) == Character.toLowerCase(question[i]);
        }
        if (!ours || (code != 0 && code != NAME_UNKNOWN)) {
            throw new IOException("the name server answered " + code);
        }
        List<String> texts = new ArrayList<>();
        int answers = answer.getShort(6) & 0xffff;
        answer.position(question.length);
        for (int i = 0; i < answers; i++) {
            passName(answer);
            int type = answer.getShort();
            answer.getShort();
            answer.getInt();
            int length = answer.getShort() & 0xffff;
            ByteBuffer data = answer.slice(answer.position(), length);
            answer.position(answer.position() + length);
            if (type == TXT) {
                texts.add(text(data));
            }
        }
        return texts;
    }

    /// A record's text is made of strings of at most 255 bytes.
    private static String text(ByteBuffer data) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (data.hasRemaining()) {
            byte[] part = new byte[data.get() & 0xff];
            data.get(part);
            whole.writeBytes(part);
        }
        return whole.toString(UTF_8);
    }

    private static void passName(ByteBuffer answer) {
        int length = answer.get() & 0xff;
        while (length != 0) {
            if ((length & 0xc0) == 0xc0) {
                answer.get(); // the rest stands elsewhere
                return;
            }
            answer.position(answer.position() + length);
            length = answer.get() & 0xff;
        }
    }
}
