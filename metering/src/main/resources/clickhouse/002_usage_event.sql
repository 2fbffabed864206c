-- Of rows with the same id the one stored first counts, for ever: what is read as of `stored_at <= T` is the same
-- whenever it is read. ReplacingMergeTree keeps the row of the highest precedence, and an earlier row has a higher one.
-- Rows of the table of before have the earliest time there is, since nobody noted when they were stored.
CREATE TABLE IF NOT EXISTS ${table usage_event}
(
    id UUID CODEC(ZSTD(1)),
    tenant UUID,
    environment LowCardinality(String),
    subscription UUID,
    consumer UUID,
    application UUID,
    credential UUID,
    product UUID,
    plan_version UUID,
    api UUID,
    api_version UUID,
    route UUID,
    operation LowCardinality(String),
    method LowCardinality(String),
    status UInt16,
    outcome LowCardinality(String),
    billable Bool,
    started_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    ended_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    latency_micros UInt32,
    upstream_micros UInt32,
    request_bytes UInt64,
    response_bytes UInt64,
    gateway_group LowCardinality(String),
    instance LowCardinality(String),
    configuration_revision UInt64,
    region LowCardinality(String),
    trace UUID CODEC(ZSTD(1)),
    caller IPv6,
    units Map(LowCardinality(String), Decimal(38, 12)),
    attributes Map(LowCardinality(String), String),
    stored_at DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    precedence UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Micro(stored_at)) CODEC(Delta, ZSTD(1)),
    INDEX stored stored_at TYPE minmax GRANULARITY 1
)
ENGINE = ${engine ReplacingMergeTree(precedence)}
PARTITION BY toYYYYMM(ended_at)
PRIMARY KEY (tenant, subscription, ended_at)
ORDER BY (tenant, subscription, ended_at, id)
SETTINGS ${deduplication window};

${distributed usage_event by sipHash64(tenant, subscription)};

-- As it was: a cluster begins with this file.
CREATE TABLE IF NOT EXISTS ${table usage_watermark}
(
    instance String,
    gateway_group LowCardinality(String),
    number UInt64,
    complete_up_to DateTime64(6, 'UTC'),
    stopped Bool
)
ENGINE = ${engine ReplacingMergeTree(number)}
ORDER BY instance;

${distributed usage_watermark by sipHash64(instance)};
