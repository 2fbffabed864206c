/// Bytes to messages and back, strictly: HTTP/1.1 heads are checked octet by octet before Netty's codec reads them, so
/// that two parsers which read a message differently never get to see it. Start at [RequestDecoder]; [RequestHead] is
/// what the other rooms know of a request. Knows no route, no upstream and no policy.
@NullMarked
package io.tallygate.gateway.http;

import org.jspecify.annotations.NullMarked;
