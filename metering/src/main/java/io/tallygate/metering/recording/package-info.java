/// Usage as it is recorded: [UsageJournal] puts a call on disk before its response ends, [UsageShipper] brings
/// what is on disk to a [UsageStore], each record exactly once whatever dies in between. Start at
/// [UsageJournal#append]. Knows no HTTP, no ClickHouse client and no reader; it does know the bytes of a row,
/// since a call is encoded once.
@NullMarked
package io.tallygate.metering.recording;

import org.jspecify.annotations.NullMarked;
