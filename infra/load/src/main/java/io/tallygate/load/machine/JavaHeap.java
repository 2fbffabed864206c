package io.tallygate.load.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The heap of another JVM, asked with the JDK's own `jcmd`: nothing runs in the measured process for it while it is
/// measured.
public final class JavaHeap {
    private static final Pattern ALLOCATED = Pattern.compile(" allocated=(\\d+)([BKMG])\\b");
    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);

    private final long process;

    public JavaHeap(long process) {
        this.process = process;
    }

    /// Bytes that the threads which live now have allocated since they began.
    public long allocated() throws IOException, InterruptedException {
        return allocated(ask("Thread.print", "-e"));
    }

    /// Bytes that are still in use after a full collection, which this starts.
    public long live() throws IOException, InterruptedException {
        return live(ask("GC.class_histogram"));
    }

    static long allocated(String threads) {
        long bytes = 0;
        for (Matcher each = ALLOCATED.matcher(threads); each.find(); ) {
            int power = "BKMG".indexOf(each.group(2));
            bytes += Long.parseLong(each.group(1)) << 10 * power;
        }
        return bytes;
    }

    static long live(String histogram) throws IOException {
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException(
                    "jcmd told no total: " + histogram.lines().findFirst().orElse(""));
        }
        return Long.parseLong(total.group(1));
    }

    private String ask(String... command) throws IOException, InterruptedException {
        String[] all = new String[command.length + 2];
        all[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        all[1] = Long.toString(process);
        System.arraycopy(command, 0, all, 2, command.length);
        Process asked = new ProcessBuilder(all).redirectErrorStream(true).start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) {
            throw new IOException("jcmd failed: " + answer);
        }
        return answer;
    }
}
