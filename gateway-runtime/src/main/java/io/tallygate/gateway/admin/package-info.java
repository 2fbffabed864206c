/// The second port, for whoever runs the gateway: health, readiness and metrics. Start at [AdminServer]. Never
/// reachable for clients of APIs.
@NullMarked
package io.tallygate.gateway.admin;

import org.jspecify.annotations.NullMarked;
