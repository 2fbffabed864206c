/// Bodies in ClickHouse's own compressed frames (`compress=1`, `decompress=1`) and in ordinary HTTP content codings.
/// Start at [FrameInput] and [FrameOutput] for the one, at [ContentCoding] for the other.
@NullMarked
package io.tallygate.clickhouse.compression;

import org.jspecify.annotations.NullMarked;
