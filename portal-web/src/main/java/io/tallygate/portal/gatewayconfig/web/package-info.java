/// The feed over HTTP. Start at [GatewayFeedResource]; a stream's life is in [FeedStream]. [CallTracesResource] lets a
/// publisher see what calls go through.
@NullMarked
package io.tallygate.portal.gatewayconfig.web;

import org.jspecify.annotations.NullMarked;
