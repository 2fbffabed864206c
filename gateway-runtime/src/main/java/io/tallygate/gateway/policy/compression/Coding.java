package io.tallygate.gateway.policy.compression;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// A content coding that bodies can be given. Levels and windows are those of answers that are made once and read once:
/// a fast level, and little memory for each.
enum Coding {
    ZSTD("zstd") {
        private static final int LEVEL = 3;
        /// 256 KiB; RFC 9659 bounds what a browser must take at 8 MiB.
        private static final int WINDOW_LOG = 18;

        @Override
        OutputStream onto(OutputStream out) throws IOException {
            return new ZstdOutputStreamNoFinalizer(out, LEVEL).setWindowLog(WINDOW_LOG);
        }
    },
    BROTLI("br") {
        private static final int QUALITY = 4;
        private static final int WINDOW_LOG = 18;

        @Override
        boolean isAvailable() {
            return Brotli4jLoader.isAvailable(); // there is none for every processor
        }

        @Override
        OutputStream onto(OutputStream out) throws IOException {
            return new BrotliOutputStream(out, Encoder.Parameters.create(QUALITY, WINDOW_LOG));
        }
    },
    GZIP("gzip") {
        private static final int LEVEL = 5;

        @Override
        OutputStream onto(OutputStream out) throws IOException {
            return new GZIPOutputStream(out, 512, true) {
                {
                    def.setLevel(LEVEL);
                    def.setStrategy(Deflater.DEFAULT_STRATEGY);
                }
            };
        }
    };

    private final String token;

    Coding(String token) {
        this.token = token;
    }

    /// As Content-Encoding says it.
    String token() {
        return token;
    }

    boolean isAvailable() {
        return true;
    }

    /// Codes what is written; flushing lets out all that was written so far, closing ends the coding.
    abstract OutputStream onto(OutputStream out) throws IOException;
}
