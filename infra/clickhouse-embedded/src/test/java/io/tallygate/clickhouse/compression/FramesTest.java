package io.tallygate.clickhouse.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.clickhouse.RunningClickHouse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static byte[] framed(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new FrameOutput(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    @Test
    void what_goes_in_comes_out_over_several_frames() throws IOException {
        byte[] content = new byte[2_500_000];
        new Random(7).nextBytes(content);
        Arrays.fill(content, 500_000, 2_000_000, (byte) 'x');
        assertThat(new FrameInput(new ByteArrayInputStream(framed(content))).readAllBytes())
                .isEqualTo(content);
    }

    /// A MergeTree column file is made of the same frames, checksums included.
    @Test
    void frames_that_the_engine_itself_wrote_are_read() throws IOException {
        RunningClickHouse engine = RunningClickHouse.shared();
        engine.ask("CREATE TABLE frames (n UInt32) ENGINE = MergeTree ORDER BY n SETTINGS min_bytes_for_wide_part = 0");
        engine.ask("INSERT INTO frames SELECT number FROM numbers(3)");
        String part = engine.ask("SELECT path FROM system.parts WHERE table = 'frames' AND active");
        byte[] file = Files.readAllBytes(Path.of(part, "n.bin"));
        assertThat(new FrameInput(new ByteArrayInputStream(file)).readAllBytes())
                .containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0);
    }

    @Test
    void a_flipped_bit_anywhere_is_noticed() throws IOException {
        byte[] good = framed("usage events, one after the other".getBytes());
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            assertThatThrownBy(() -> new FrameInput(new ByteArrayInputStream(bad)).readAllBytes())
                    .as("byte %d", at)
                    .isInstanceOfAny(ZipException.class, EOFException.class);
        }
    }

    @Test
    void a_frame_that_was_cut_off_is_an_error_not_an_end() throws IOException {
        byte[] good = framed("usage".getBytes());
        for (int size = 1; size < good.length; size++) {
            byte[] cut = Arrays.copyOf(good, size);
            assertThatThrownBy(() -> new FrameInput(new ByteArrayInputStream(cut)).readAllBytes())
                    .isInstanceOf(EOFException.class);
        }
    }
}
