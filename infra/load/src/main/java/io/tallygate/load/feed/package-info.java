/// The portal's end of the gateway configuration feed, as `infra/contracts` describes it, with as many entities as a
/// benchmark wants: [ServedFeed] serves lines that [Entities] writes, [LivingFeed] to gateways
/// that come and go.
@NullMarked
package io.tallygate.load.feed;

import org.jspecify.annotations.NullMarked;
