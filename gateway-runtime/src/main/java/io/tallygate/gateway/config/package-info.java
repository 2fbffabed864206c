/// What this gateway serves: the portal's feed, applied batch by batch into a [LiveConfig] that never changes, and kept
/// on disk so that the gateway starts while the portal is down. Start at [Configuration]. Knows no call and no Netty.
@NullMarked
package io.tallygate.gateway.config;

import org.jspecify.annotations.NullMarked;
