package io.tallygate.clickhouse.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A statement's text, format and parameters in native memory, as the C functions take them. The engine binds the
/// parameters itself: a value never becomes part of the text.
record NativeStatement(
        MemorySegment text,
        MemorySegment format,
        MemorySegment names,
        MemorySegment nameLengths,
        MemorySegment values,
        MemorySegment valueLengths,
        long parameters) {

    static NativeStatement in(Arena arena, byte[] text, String format, Map<String, String> parameters) {
        int count = parameters.size();
        MemorySegment names = arena.allocate(ADDRESS, Math.max(1, count));
        MemorySegment nameLengths = arena.allocate(JAVA_LONG, Math.max(1, count));
        MemorySegment values = arena.allocate(ADDRESS, Math.max(1, count));
        MemorySegment valueLengths = arena.allocate(JAVA_LONG, Math.max(1, count));
        int at = 0;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            put(arena, parameter.getKey(), names, nameLengths, at);
            put(arena, parameter.getValue(), values, valueLengths, at);
            at++;
        }
        MemorySegment nativeText = bytes(arena, text);
        MemorySegment nativeFormat = bytes(arena, format.getBytes(StandardCharsets.UTF_8));
        return new NativeStatement(nativeText, nativeFormat, names, nameLengths, values, valueLengths, count);
    }

    private static void put(Arena arena, String text, MemorySegment addresses, MemorySegment lengths, int at) {
        MemorySegment segment = bytes(arena, text.getBytes(StandardCharsets.UTF_8));
        addresses.setAtIndex(ADDRESS, at, segment);
        lengths.setAtIndex(JAVA_LONG, at, segment.byteSize());
    }

    /// An empty text has an address too: the engine measures a null one with strlen.
    static MemorySegment bytes(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
        return segment.asSlice(0, bytes.length);
    }
}
