/// JSON bodies become others on their way, by an expression in [JSONata](https://docs.jsonata.org): `request-mapping`
/// and
/// `response-mapping`, both at order 600, for example `{"policy": "response-mapping", "config": {"expression": "{'id':
/// id, 'total': $sum(lines.(price * quantity))}"}}`.
///
/// | member | what | without it |
/// | --- | --- | --- |
/// | `expression` | in JSONata; at most 16 KiB | it is needed |
/// | `maxBytes` | of the body that comes, and of the one that comes out; at most 8 MiB | 1048576 |
/// | `contentType` | of what comes out | `application/json` |
/// | `otherTypes` | `refuse` or `pass` what is no JSON, as Content-Type says | `refuse` |
/// | `statuses` | of the answers that are mapped (`response-mapping` alone) | 200 to 299 |
///
/// An expression knows `$request` (`method`, `path`, `query`, `headers`; not what the caller has shown to be let in)
/// and,
/// of an answer, `$status`. Regular expressions and `$eval` are not offered. `$error('…')` and `$assert` refuse a
/// request
/// with 400 and that text.
///
/// Bodies are gathered on these routes alone, to `maxBytes`. A request that is broken or does not fit is refused before
/// anything is counted (400 `unfit-body`, 413, 415); an answer that does not becomes a 502 (`unfit-answer`), since its
/// head
/// waits for its body. What an evaluation may cost is bounded in steps, in the processor's time, and in memory
/// ([io.tallygate.gateway.json.Mapping]). Upstreams are asked for bodies that are not coded; one that came in gzip all
/// the
/// same is unzipped, to the bound. `compression` codes what comes out. Start at [RequestMappingPolicy] and
/// [ResponseMappingPolicy].
@NullMarked
package io.tallygate.gateway.policy.mapping;

import org.jspecify.annotations.NullMarked;
