-- Hours as charts without operations need them: made of usage_hour, many times fewer rows.
CREATE TABLE IF NOT EXISTS ${table usage_hour_total}
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
ORDER BY (tenant, bucket, environment, api, status, billable);

${distributed usage_hour_total by sipHash64(tenant)};

-- Whatever was rolled up before this table was there is counted again.
TRUNCATE TABLE ${alter usage_rolled};
