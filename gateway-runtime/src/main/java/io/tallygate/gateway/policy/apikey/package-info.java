/// A call shows an API key; from it follow the consumer, the application and the subscription. Start at
/// [ApiKeyPolicy].
@NullMarked
package io.tallygate.gateway.policy.apikey;

import org.jspecify.annotations.NullMarked;
