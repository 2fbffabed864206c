package io.tallygate.load.counting;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A file system of its own in memory, small enough to be filled. Only root may mount one.
final class SmallDisk implements AutoCloseable {
    private final Path at;
    private final Path ballast;

    /// @throws IOException  when none can be mounted here
    SmallDisk(Path at, int mebibytes) throws IOException, InterruptedException {
        this.at = at;
        this.ballast = at.resolve("ballast");
        Files.createDirectories(at);
        if (run(List.of("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tallygate-drill", at.toString()))
                != 0) {
            throw new IOException("A small file system cannot be mounted here: that needs root and the right to mount");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "unmount"));
    }

    static boolean isPossible() throws IOException, InterruptedException {
        if (!System.getProperty("user.name").equals("root")) {
            return false;
        }
        Path trial = Files.createTempDirectory("tallygate-mount-");
        try (SmallDisk _ = new SmallDisk(trial, 1)) {
            return true;
        } catch (IOException no) {
            return false;
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    /// Takes every octet that is free.
    void fill() throws IOException {
        byte[] some = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            if (Files.getFileStore(at).getUsableSpace() >= some.length) {
                throw full;
            }
        }
    }

    void empty() throws IOException {
        Files.deleteIfExists(ballast);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /// At once, also while a process that ends still holds files.
    @Override
    public void close() {
        try {
            if (Files.exists(at) && Files.getFileStore(at).type().equals("tmpfs")) {
                run(List.of("umount", "-l", at.toString()));
            }
        } catch (IOException | InterruptedException failed) {
            System.err.println("Could not be unmounted: " + at);
        }
    }
}
