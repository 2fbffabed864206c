-- Past calls of one subscription to one API. Every value is a function of the subscription, the API, the hour and the
-- number within the hour, ids included: loading the same past again adds nothing (usage_event keeps one row per id).
INSERT INTO tallygate.usage_event
    (id, tenant, environment, subscription, consumer, application, credential, product, plan_version, api, api_version,
     route, operation, method, status, outcome, billable, started_at, ended_at, latency_micros, upstream_micros,
     request_bytes, response_bytes, gateway_group, instance, configuration_revision)
WITH
    -- how a day goes (local hours), how a week goes (Monday first), and that business grows
    [3, 2, 1, 1, 1, 2, 6, 13, 22, 29, 32, 31, 28, 30, 32, 31, 28, 24, 19, 15, 12, 9, 7, 5] AS day_shape,
    [100, 106, 103, 99, 92, 58, 41] AS week_shape,
    toUnixTimestamp(toDateTime({from:String}, 'UTC')) AS first_second,
    toUnixTimestamp(toDateTime({until:String}, 'UTC')) AS last_second,
    hours AS (
        SELECT
            toDateTime(first_second + number * 3600, 'UTC') AS hour,
            sipHash64({subscription:String}, {api:String}, 'hour', number) / 18446744073709551615. AS chance,
            toUInt32(round({calls_per_hour:Float64}
                * day_shape[toHour(hour, {zone:String}) + 1] / 17.
                * week_shape[toDayOfWeek(hour, 0, {zone:String})] / 86.
                * (0.85 + 0.3 * number / {hours:UInt32})
                * (0.88 + 0.24 * chance))) AS calls
        FROM numbers({hours:UInt32})
    ),
    calls AS (
        SELECT
            hour,
            -- on one afternoon the upstream had a bad hour
            toDayOfMonth(hour, {zone:String}) = 14 AND toHour(hour, {zone:String}) = 15 AS trouble,
            sipHash128({subscription:String}, {api:String}, hour, nth) AS identity,
            sipHash64(identity, 'when') / 18446744073709551615. AS u_when,
            sipHash64(identity, 'what') / 18446744073709551615. AS u_what,
            sipHash64(identity, 'fate') / 18446744073709551615. AS u_fate,
            sipHash64(identity, 'time') / 18446744073709551615. AS u_time,
            sipHash64(identity, 'size') / 18446744073709551615. AS u_size,
            arrayFirstIndex(share -> share >= u_what, {shares:Array(Float64)}) AS op,
            multiIf(
                trouble AND u_fate < 0.22, 504,
                trouble AND u_fate < 0.35, 500,
                u_fate < 0.002, 500,
                u_fate < 0.0025, 504,
                u_fate < 0.017, {mistakes:Array(UInt16)}[op],
                {successes:Array(UInt16)}[op]) AS answered,
            toUInt32(if(answered = 504, 30000000,
                {micros:Array(UInt32)}[op] * (0.55 + 0.45 * -log(1 - 0.9995 * u_time)) * if(trouble, 6, 1))) AS upstream,
            upstream + 180 + toUInt32(420 * u_size) AS latency,
            fromUnixTimestamp64Micro(
                toInt64(toUnixTimestamp(hour)) * 1000000 + toInt64(u_when * 3599000000), 'UTC') AS began
        FROM hours
        ARRAY JOIN range(calls) AS nth
    )
SELECT
    toUUID(concat(
        substring(lower(hex(identity)), 1, 8), '-', substring(lower(hex(identity)), 9, 4), '-8',
        substring(lower(hex(identity)), 14, 3), '-9', substring(lower(hex(identity)), 18, 3), '-',
        substring(lower(hex(identity)), 21, 12))),
    toUUID({tenant:String}), 'live', toUUID({subscription:String}), toUUID({consumer:String}),
    toUUID({application:String}), toUUID({credential:String}), toUUID({product:String}), toUUID({plan_version:String}),
    toUUID({api:String}), toUUID({api_version:String}), toUUID({route:String}),
    {operations:Array(String)}[op], {methods:Array(String)}[op],
    answered, if(answered = 504, 'upstream-timeout', 'answered'), answered < 400,
    began, began + toIntervalMicrosecond(latency), latency, upstream,
    180 + toUInt64(700 * u_size), if(answered < 400, 350 + toUInt64(5200 * u_size * u_time), 140),
    'shared', 'history', 0
FROM calls
WHERE toUnixTimestamp(began) + 60 < last_second
SETTINGS max_partitions_per_insert_block = 100
