package io.tallygate.clickhouse;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The command line.
/// @param data         the engine's directory
/// @param port         0 for any free one
/// @param connections  statements that run at the same time
record Arguments(Path data, InetAddress host, int port, int connections) {
    static final String USAGE = "--data DIR --port N [--host 127.0.0.1] [--connections 8]";

    /// @throws IllegalArgumentException  with a sentence for people
    static Arguments parse(String... words) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            if (!Set.of("--data", "--port", "--host", "--connections").contains(words[i]) || i + 1 == words.length) {
                throw new IllegalArgumentException("Not understood: " + words[i] + ". Usage: " + USAGE);
            }
            given.put(words[i], words[i + 1]);
        }
        String data = given.get("--data");
        if (data == null || !given.containsKey("--port")) {
            throw new IllegalArgumentException("Usage: " + USAGE);
        }
        try {
            return new Arguments(
                    Path.of(data),
                    InetAddress.getByName(given.getOrDefault("--host", "127.0.0.1")),
                    number(given, "--port", 0, 65_535),
                    number(given, "--connections", 1, 64));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("There is no host " + given.get("--host"));
        }
    }

    private static int number(Map<String, String> given, String name, int least, int most) {
        String text = given.getOrDefault(name, "8");
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(name + " is a number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }
}
