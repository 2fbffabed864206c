-- One row a call. A block may arrive twice, also long after: within the window below the store drops it by its token,
-- beyond it rows of the same id share the whole sorting key and count once when they are read with FINAL.
-- Sorted so that one subscription's period, and one tenant's, are scans of a prefix; a part holds one month.
CREATE TABLE IF NOT EXISTS usage_event
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
    configuration_revision UInt64
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(ended_at)
PRIMARY KEY (tenant, subscription, ended_at)
ORDER BY (tenant, subscription, ended_at, id)
SETTINGS non_replicated_deduplication_window = 10000;

-- How far each gateway instance is complete: of its rows the one with the highest number counts.
CREATE TABLE IF NOT EXISTS usage_watermark
(
    instance String,
    gateway_group LowCardinality(String),
    number UInt64,
    complete_up_to DateTime64(6, 'UTC'),
    stopped Bool
)
ENGINE = ReplacingMergeTree(number)
ORDER BY instance;
