package io.tallygate.stack;

import io.tallygate.stack.process.Launch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Starts a launcher in the background and shows what it says until the stack is up.
final class Detached {
    private Detached() {}

    /// @param arguments  of the launcher, without `--detach`
    /// @return           the exit code of this command
    static int run(Settings settings, List<String> arguments) throws IOException, InterruptedException {
        Path log = settings.logs().resolve(Up.LAUNCHER + ".log");
        long shown = Files.exists(log) ? Files.size(log) : 0;
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StackMain.class.getName()));
        command.addAll(arguments);
        Process launcher = new Launch(command, asAsked(), settings.root(), log).start();
        Thread abandon = new Thread(launcher::destroy, "abandon");
        Runtime.getRuntime().addShutdownHook(abandon);
        boolean up = false;
        while (launcher.isAlive() && !up) {
            Thread.sleep(100);
            up = isUp(settings, launcher);
            shown = showNew(log, shown);
        }
        showNew(log, shown);
        Runtime.getRuntime().removeShutdownHook(abandon);
        return up ? 0 : launcher.waitFor();
    }

    /// What whoever called set for the stack holds in the background as well.
    private static Map<String, String> asAsked() {
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.keySet().removeIf(name -> !name.startsWith("TALLYGATE_"));
        return settings;
    }

    private static boolean isUp(Settings settings, Process launcher) {
        try {
            return StackFile.read(settings.stackFile())
                            .path("processes")
                            .path(Up.LAUNCHER)
                            .asLong()
                    == launcher.pid();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static long showNew(Path log, long shown) throws IOException {
        if (!Files.exists(log) || Files.size(log) <= shown) {
            return shown;
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] fresh = new byte[Math.toIntExact(file.length() - shown)];
            file.seek(shown);
            file.readFully(fresh);
            System.out.print(new String(fresh, StandardCharsets.UTF_8));
            System.out.flush();
            return shown + fresh.length;
        }
    }
}
