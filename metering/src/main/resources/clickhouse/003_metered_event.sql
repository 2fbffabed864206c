-- One row an event that a tenant's back end sent. `key` is made of environment, source and id, so the same event is one
-- row whatever its time says; no partitions, since rows of one key must meet. As of calls, the row stored first counts.
CREATE TABLE IF NOT EXISTS ${table metered_event}
(
    tenant UUID,
    key UUID CODEC(ZSTD(1)),
    environment LowCardinality(String),
    source String CODEC(ZSTD(1)),
    id String CODEC(ZSTD(1)),
    type LowCardinality(String),
    subject String CODEC(ZSTD(1)),
    subscription UUID,
    occurred_at DateTime64(6, 'UTC') CODEC(ZSTD(1)),
    received_at DateTime64(6, 'UTC') CODEC(ZSTD(1)),
    data String CODEC(ZSTD(3)),
    credential UUID,
    gateway_group LowCardinality(String),
    instance LowCardinality(String),
    stored_at DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC') CODEC(ZSTD(1)),
    precedence UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Micro(stored_at)) CODEC(ZSTD(1)),
    INDEX occurred occurred_at TYPE minmax GRANULARITY 1
)
ENGINE = ${engine ReplacingMergeTree(precedence)}
ORDER BY (tenant, key)
SETTINGS ${deduplication window};

${distributed metered_event by sipHash64(tenant, key)};

-- What was sent and could not be counted, as it came. A row that says that it was replayed counts before one that does
-- not; the beginning of 1970 is `not yet`.
CREATE TABLE IF NOT EXISTS ${table dead_letter}
(
    tenant UUID,
    id UUID CODEC(ZSTD(1)),
    environment LowCardinality(String),
    received_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    reason LowCardinality(String),
    detail String CODEC(ZSTD(3)),
    original String CODEC(ZSTD(3)),
    credential UUID,
    gateway_group LowCardinality(String),
    instance LowCardinality(String),
    stored_at DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    replayed_at DateTime64(6, 'UTC') DEFAULT toDateTime64(0, 6, 'UTC'),
    precedence UInt64 DEFAULT toUInt64(toUnixTimestamp64Micro(replayed_at))
)
ENGINE = ${engine ReplacingMergeTree(precedence)}
PARTITION BY toYYYYMM(received_at)
ORDER BY (tenant, received_at, id)
SETTINGS ${deduplication window};

${distributed dead_letter by sipHash64(tenant)};
