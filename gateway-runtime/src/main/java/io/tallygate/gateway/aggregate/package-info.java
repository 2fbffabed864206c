/// One answer made of several upstream calls: what a route's member `aggregate` asks for. All that stands on the route
/// (who may call, limits, policies) happens once, and the call is recorded once, as one.
///
/// | member | what | without it |
/// | --- | --- | --- |
/// | `steps` | 1 to 16 | they are needed |
/// | `mapping` | an expression in JSONata that makes the answer of an object with a member for each step; it knows
/// `$request` and `$partial` | the steps say how they are put together |
/// | `partialMember` | a member that names the steps that failed, when one did | none |
/// | `timeoutMillis` | for all steps together | 15000 |
/// | `maxBytes` | of all their answers together | 4 MiB |
///
/// A step:
///
/// | member | what | without it |
/// | --- | --- | --- |
/// | `id` | its name | it is needed |
/// | `upstream` | its id; of the same tenant | the route's |
/// | `method`, `path`, `query`, `headers`, `body` | what is asked, with references | GET; `path` is needed |
/// | `passHeaders` | fields of the request that go along as they are | none |
/// | `needs` | steps that come before; those that it refers to are among them | none: all at once |
/// | `timeoutMillis`, `maxBytes` | of its answer | 5000, 1 MiB |
/// | `required` | whether the whole fails with it | true |
/// | `fallback` | a value that stands for its own when it fails | none |
/// | `statuses` | beside 200 to 299 that bring a value | none |
/// | `relayStatuses` | that the client gets when a required step is answered so | 502 |
/// | `from`, `pick`, `deny` | a part of its answer (JSON Pointer); its members that are put in, or left out (`/a/b`,
/// `*` for every one) | all of it |
/// | `group` | the name of its place | its members stand at the top; what is no object, under its id |
/// | `hidden` | it is not put in, only other steps look at it | false |
///
/// A reference is `{path:id}`, `{query:q}`, `{header:accept-language}`, `{body:/a/b}` of the request, or `{step:/a/b}`
/// of an earlier answer, by JSON Pointer; `{{` is a brace. A value is encoded for the place that it stands in: it can
/// leave no path segment, and begin no parameter and no field. A text of `body` that is one reference becomes the value
/// itself. What of the request is not there is left out of query, headers and body; a path needs it (400). What of an
/// earlier step is not there means that the step is not asked, and has failed.
///
/// Steps go the way of every call: balancing, health, breaker, retries and the wall around addresses are their
/// upstream's. The first required step that fails ends the others: 502, or 504 when it did not come in time
/// (`part-failed`, which names the step). When others fail the answer is 200 with `X-Partial-Answer`, which names them,
/// and `Cache-Control: no-store`. When the client goes, all open calls end. Everything happens on the call's event
/// loop, and waits for nothing.
///
/// Start at [AggregateCall]; [AggregationReader] reads what the feed tells.
@NullMarked
package io.tallygate.gateway.aggregate;

import org.jspecify.annotations.NullMarked;
