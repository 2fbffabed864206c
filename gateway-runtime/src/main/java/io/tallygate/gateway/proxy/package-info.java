/// A call's whole path, in order. Start at [Call]; its client is a [ClientSide], of which [ClientConnection] is the one
/// in HTTP/1.1 and [Http2Call] the one in HTTP/2; [ProxyServer] opens the door. Everything of one call happens on the
/// event loop of its client's connection:
/// nothing here blocks and nothing is shared.
@NullMarked
package io.tallygate.gateway.proxy;

import org.jspecify.annotations.NullMarked;
