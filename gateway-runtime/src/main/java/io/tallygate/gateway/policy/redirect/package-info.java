/// Sends the client elsewhere, at order 400, so to who may call: `{"policy": "redirect", "config": {"scheme":
/// "https"}}`. `status` is 302 unless it says 301, 303, 307 or 308; `host`, `port` and `path` (as in `rewrite`)
/// say where to; what is not said stays as the client had it, the query too unless `keepQuery` is false. A
/// given scheme brings its own port. The call uses up nothing and is not recorded. Start at [RedirectPolicy].
@NullMarked
package io.tallygate.gateway.policy.redirect;

import org.jspecify.annotations.NullMarked;
