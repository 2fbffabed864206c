package io.tallygate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopBuffersTest {
    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    @BeforeEach
    void nobody_looks_for_leaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void as_before() {
        ResourceLeakDetector.setLevel(before);
    }

    @Test
    void the_buffer_that_was_given_back_last_is_given_out_again_empty() {
        LoopBuffers buffers = new LoopBuffers();
        ByteBuf first = buffers.directBuffer(100);
        first.writeLong(1);
        ByteBuf slice = first.readRetainedSlice(4);
        first.release();
        ByteBuf second = buffers.directBuffer(100);
        assertThat(second).as("the first is still read from").isNotSameAs(first);
        slice.release();
        ByteBuf again = buffers.ioBuffer(8000);
        assertThat(again).isSameAs(first);
        assertThat(again.refCnt()).isOne();
        assertThat(again.readableBytes()).isZero();
        assertThat(again.writerIndex()).isZero();
        again.release();
        second.release();
    }

    @Test
    void buffers_that_grew_or_came_from_another_thread_are_not_kept() {
        LoopBuffers buffers = new LoopBuffers();
        ByteBuf grown = buffers.directBuffer(10);
        grown.writeZero(100_000);
        grown.release();
        assertThat(grown.refCnt()).isZero();
        ByteBuf given = buffers.directBuffer(10);
        CompletableFuture.runAsync(given::release).join();
        assertThat(given.refCnt()).isZero();
        assertThat(buffers.directBuffer(10)).isNotSameAs(given).isNotSameAs(grown);
        ByteBuf elsewhere =
                CompletableFuture.supplyAsync(() -> buffers.directBuffer(10)).join();
        elsewhere.release();
        assertThat(buffers.directBuffer(10)).isNotSameAs(elsewhere);
    }

    @Test
    void no_more_than_a_mebibyte_of_each_size_is_kept() {
        LoopBuffers buffers = new LoopBuffers();
        for (int size : new int[] {8 << 10, 64 << 10}) {
            List<ByteBuf> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                all.add(buffers.directBuffer(size));
            }
            all.forEach(ByteBuf::release);
            assertThat(all.stream().filter(each -> each.refCnt() > 0)).hasSize((1 << 20) / size);
        }
    }

    @Test
    void where_leaks_are_looked_for_nothing_is_kept() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        LoopBuffers buffers = new LoopBuffers();
        ByteBuf first = buffers.directBuffer(100);
        first.release();
        assertThat(first.refCnt()).isZero();
    }
}
