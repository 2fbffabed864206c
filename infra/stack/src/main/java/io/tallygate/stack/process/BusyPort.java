package io.tallygate.stack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A port that something else listens on, and who that is where the system tells (Linux; other systems: no holder).
public record BusyPort(String purpose, int port, Optional<ProcessHandle> holder) {
    private static final String LISTENING = "0A";

    /// @return  empty when the port can be had on the loopback address
    public static Optional<BusyPort> check(String purpose, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return Optional.empty();
        } catch (IOException taken) {
            return Optional.of(new BusyPort(purpose, port, holderOf(port)));
        }
    }

    @Override
    public String toString() {
        return "port %d (%s) is in use%s"
                .formatted(
                        port,
                        purpose,
                        holder.map(process -> " by process %d%s"
                                        .formatted(
                                                process.pid(),
                                                process.info()
                                                        .command()
                                                        .map(command -> ", " + command)
                                                        .orElse("")))
                                .orElse(""));
    }

    private static Optional<ProcessHandle> holderOf(int port) {
        Set<String> sockets = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)).stream())
                .map(line -> line.trim().split("\\s+"))
                .filter(column ->
                        column.length > 9 && column[3].equals(LISTENING) && column[1].endsWith(":%04X".formatted(port)))
                .map(column -> "socket:[" + column[9] + "]")
                .collect(Collectors.toUnmodifiableSet());
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holdsOneOf(sockets, process))
                .findFirst();
    }

    private static boolean holdsOneOf(Set<String> sockets, ProcessHandle process) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return files.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException noSuchTable) {
            return List.of();
        }
    }
}
