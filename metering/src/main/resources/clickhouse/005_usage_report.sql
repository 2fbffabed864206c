-- How many calls each block of a journal held, by tenant and hour: counted from the journal's own bytes and told with the
-- block's token, so that a block that is told of twice counts once. Compared with what usage_event holds.
CREATE TABLE IF NOT EXISTS ${table usage_report}
(
    tenant UUID,
    hour DateTime('UTC'),
    instance LowCardinality(String),
    token String CODEC(ZSTD(1)),
    calls UInt64,
    reported_at DateTime('UTC') DEFAULT now()
)
ENGINE = ${engine ReplacingMergeTree(reported_at)}
PARTITION BY toYYYYMM(hour)
ORDER BY (tenant, hour, instance, token)
TTL hour + INTERVAL 400 DAY;

${distributed usage_report by sipHash64(tenant, hour)};
