/// Finds the one route that answers a request. Start at [RouteTable#match]; [RequestPath] is what is compared, [Asked]
/// what is looked at. A table never changes; a new configuration makes a new table, which shares with the old one all
/// that stayed. Knows no policy, no upstream, no Netty.
///
/// **Which route answers.** All of one condition set must be met ([Conditions]). Of the routes for which it is, the one
/// that goes first, compared in this order:
///
/// 1. the host: named exactly, then the longer wildcard (`*.a.example.com` before `*.example.com`; any number of
/// labels,
///    not `example.com` itself), then any host; at the same name, one that names the port before one that does not. A
///    Host field without a port has none: it is not the scheme's
/// 2. the longer *lead*: the segments that the path condition says literally from the beginning, so a longer prefix
///    before a shorter one, and `/orders/mine` before `/orders/{id}`
/// 3. at the same lead: the exact path, then templates, then regular expressions, then the prefix. Each of them only
///    narrows the prefix that it begins with, so it is never hidden by it, and hides no longer one. Of two templates,
/// at
///    the first segment that differs: a literal, then a parameter with more text around it. Of two regular expressions:
///    the longer
/// 4. one that names methods before one for all, more header conditions, more query conditions
/// 5. the older route, by id; then the earlier condition set
///
/// That is the order of the Kubernetes Gateway API (exact path, longest prefix, method, headers, query, age), with a
/// place for templates and regular expressions. A route whose method, headers or query do not answer hides no lesser
/// one
/// that does, at the same host or at a less particular one.
///
/// **Paths.** Two forms with the same segments: the *normal* form is compared, the client's octets go upstream. Both
/// have dot segments resolved and runs of slashes made one, so that an upstream cannot resolve them beyond the route
/// whose policies were asked. Which octet means what:
///
/// | octet | compared as | upstream gets |
/// | --- | --- | --- |
/// | letters, digits, <code>-._~</code>, <code>!$&'()*+,=:@</code>, also encoded | the character | what was sent |
/// | `;` and `%3B` | two different things; `.;x` and `..;x` are refused | what was sent |
/// | `%2F` | itself: no segment ends there. Refused beside or before dot segments | what was sent |
/// | `%5C`, `\`, `%00` and other control characters, encoded or not; `%` that begins no encoded octet | refused (400) |
/// – |
/// | `%09`, which people's mistyped links have | itself | what was sent |
/// | `//` | `/` | `/` |
/// | all others (`%3F`, `%23`, `%25`, beyond ASCII), also unencoded | the triplet, upper case | what was sent |
///
/// What is left of a path is put behind the upstream's base path with exactly one slash between them ([UpstreamPath]).
@NullMarked
package io.tallygate.gateway.route;

import org.jspecify.annotations.NullMarked;
