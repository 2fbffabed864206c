-- Calls of 8,192 keys of 100,000 (4,096 a thread, two threads), each to the route that its key is subscribed to: the same calls
-- for every subject. Arguments: the path's prefix, how many routes there are below it.
local calls, count, at, threads = {}, 4096, 0, 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  for k = 1, count do
    local id = (number * count + k) * 7919 % 100000 -- 7919 and 100,000 have no common factor: no key comes twice
    calls[k] = string.format("GET %s/%d/items?page=2 HTTP/1.1\r\nHost: api3.example.test\r\nUser-Agent: bench/1.0\r\n"
      .. "Accept: application/json\r\nX-API-Key: tg_live_%038d\r\n\r\n", args[1], id % tonumber(args[2]), id)
  end
end

function request()
  at = at % count + 1
  return calls[at]
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('FIGURES {"calls":%d,"micros":%d,"bytes":%d,"failed":%d,'
    .. '"failures":{"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d},"p50":%d,"p99":%d,"p999":%d}\n',
    summary.requests, summary.duration, summary.bytes, e.connect + e.read + e.write + e.status + e.timeout,
    e.connect, e.read, e.write, e.status, e.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
