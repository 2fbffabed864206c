-- What charts of a tenant are made of, never invoices. A row is one hour (minute, day) of one combination, counted from
-- unique calls; an hour into which something came late is counted again whole, and its rows of the later generation
-- count: calls are only ever added, so every combination of before is among those of the next generation.
CREATE TABLE IF NOT EXISTS ${table usage_minute}
(
    tenant UUID,
    bucket DateTime('UTC') CODEC(Delta, ZSTD(1)),
    environment LowCardinality(String),
    api UUID,
    status UInt16,
    billable Bool,
    calls UInt64,
    request_bytes UInt64,
    response_bytes UInt64,
    latency AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), UInt32),
    consumers AggregateFunction(uniqCombined(12), UUID),
    generation UInt64
)
ENGINE = ${engine ReplacingMergeTree(generation)}
PARTITION BY toYYYYMM(bucket)
ORDER BY (tenant, bucket, environment, api, status, billable)
TTL bucket + INTERVAL 4 DAY;

${distributed usage_minute by sipHash64(tenant)};

CREATE TABLE IF NOT EXISTS ${table usage_hour}
(
    tenant UUID,
    bucket DateTime('UTC') CODEC(Delta, ZSTD(1)),
    environment LowCardinality(String),
    api UUID,
    operation LowCardinality(String),
    status UInt16,
    billable Bool,
    calls UInt64,
    request_bytes UInt64,
    response_bytes UInt64,
    latency AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), UInt32),
    consumers AggregateFunction(uniqCombined(12), UUID),
    generation UInt64
)
ENGINE = ${engine ReplacingMergeTree(generation)}
PARTITION BY toYYYYMM(bucket)
ORDER BY (tenant, bucket, environment, api, operation, status, billable);

${distributed usage_hour by sipHash64(tenant)};

CREATE TABLE IF NOT EXISTS ${table usage_day}
(
    tenant UUID,
    bucket DateTime('UTC') CODEC(Delta, ZSTD(1)),
    environment LowCardinality(String),
    api UUID,
    operation LowCardinality(String),
    status UInt16,
    billable Bool,
    calls UInt64,
    request_bytes UInt64,
    response_bytes UInt64,
    latency AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), UInt32),
    consumers AggregateFunction(uniqCombined(12), UUID),
    generation UInt64
)
ENGINE = ${engine ReplacingMergeTree(generation)}
PARTITION BY toYYYYMM(bucket)
ORDER BY (tenant, bucket, environment, api, operation, status, billable);

${distributed usage_day by sipHash64(tenant)};

-- All that was stored at or before `up_to` is in the roll-ups; of the rows the latest counts.
CREATE TABLE IF NOT EXISTS ${table usage_rolled}
(
    name LowCardinality(String),
    up_to DateTime64(6, 'UTC')
)
ENGINE = ${engine ReplacingMergeTree(up_to)}
ORDER BY name;

${distributed usage_rolled by sipHash64(name)};
