/// Who is calling: a key's hash leads to its [Credential], the credential's application to a [Subscription] that covers
/// the API. Start at [Consumers], which never changes; a new configuration makes a new one. Knows no route, no call and
/// no Netty.
@NullMarked
package io.tallygate.gateway.consumer;

import org.jspecify.annotations.NullMarked;
