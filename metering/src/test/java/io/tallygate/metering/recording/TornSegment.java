package io.tallygate.metering.recording;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a loss of power does to a disk, done by hand.
final class TornSegment {
    private TornSegment() {}

    /// The first segment's last record never reached the disk.
    static void loseLastRecord(Path directory) throws IOException {
        List<Path> segments;
        try (Stream<Path> files = Files.list(directory)) {
            segments = files.filter(file -> file.toString().endsWith(".usage")).toList();
        }
        for (Path file : segments) {
            try (RandomAccessFile segment = new RandomAccessFile(file.toFile(), "rw")) {
                int last = 0;
                for (int at = Segment.HEADER, length = length(segment, at); length > 0; length = length(segment, at)) {
                    last = at;
                    at += Segment.recordSize(length);
                }
                if (last > 0) {
                    segment.seek(last);
                    segment.write(new byte[200]);
                    return;
                }
            }
        }
        throw new IllegalStateException("no record in " + directory);
    }

    private static int length(RandomAccessFile segment, int at) throws IOException {
        segment.seek(at);
        return Integer.reverseBytes(segment.readInt()) & 0xFFFFFF; // the form stands above
    }
}
