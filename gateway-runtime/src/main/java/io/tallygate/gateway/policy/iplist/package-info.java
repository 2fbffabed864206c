/// Which addresses may call a route: `{"policy": "ip-list", "config": {"allow": ["192.0.2.0/24"], "deny": […]}}`. What
/// is denied is refused first; where anything is allowed by name, all else is refused. The address is the client's own,
/// told by a trusted proxy if it stands behind one. A refused call gets 403 `address-not-allowed` and uses up nothing.
/// Start at [IpListPolicy].
@NullMarked
package io.tallygate.gateway.policy.iplist;

import org.jspecify.annotations.NullMarked;
