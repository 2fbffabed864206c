/// Another path, query or host goes upstream than the client named, at order 400:
///
/// | member | what |
/// | --- | --- |
/// | `path.replacePrefix` | takes the place of what the route's path condition has matched; the rest stays |
/// | `path.replace` | the whole path, in which `{id}` stands for a value of the request's |
/// | `query.remove`, `query.set`, `query.add` | parameters, in this order; values may hold `{id}` as well |
/// | `host` | the Host that the upstream reads; without it, its target's own |
/// | `keepHost` | the upstream reads the client's Host |
///
/// `{id}` is a parameter of the route's template, `{1}` or `{name}` a group of its regular expression. The upstream's
/// base path stays in front. A value that would make a dot segment is refused with 400: no request leaves the place
/// that the configuration names. Start at [RewritePolicy]; [PathChange] is what `redirect` uses as well.
@NullMarked
package io.tallygate.gateway.policy.rewrite;

import org.jspecify.annotations.NullMarked;
