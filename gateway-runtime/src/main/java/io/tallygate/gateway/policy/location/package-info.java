/// Where an upstream sends its client (Location, Content-Location), as the client has to ask for it, at order 500:
/// `{"policy": "location"}`. An address of the upstream's own (the Host that it was asked by) is taken off, and the
/// path
/// becomes the one outside: the upstream's base path is taken off, and what the route has taken off is put in front
/// again. `paths`, such as `[{"from": "/v2", "to": "/shop"}]`, says so by itself where a policy `rewrite` has made
/// another
/// path; what no member fits keeps its path. Addresses of others stay as they are. Start at [LocationPolicy].
@NullMarked
package io.tallygate.gateway.policy.location;

import org.jspecify.annotations.NullMarked;
