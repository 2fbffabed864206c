/// Octets to messages and back, strictly: what two parsers could read differently is refused here, by readers of our
/// own
/// that make no object on the way. Start at [RequestHead], and at [Fields] for what every head is made of; bodies are
/// taken out of their framing by [BodyReader] and put back by [MessageWriter]. Knows no route, no upstream and no
/// policy.
@NullMarked
package io.tallygate.gateway.http;

import org.jspecify.annotations.NullMarked;
