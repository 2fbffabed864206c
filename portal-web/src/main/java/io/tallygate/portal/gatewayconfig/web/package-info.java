/// The feed over HTTP. Start at [GatewayFeedResource]; a stream's life is in [FeedStream].
@NullMarked
package io.tallygate.portal.gatewayconfig.web;

import org.jspecify.annotations.NullMarked;
