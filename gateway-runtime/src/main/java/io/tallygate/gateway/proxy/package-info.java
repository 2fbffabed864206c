/// A call's whole path, in order. Start at [ProxyHandler]; [ProxyServer] opens the door. Everything of one call happens
/// on the event
/// loop of its client's connection: nothing here blocks and nothing is shared.
@NullMarked
package io.tallygate.gateway.proxy;

import org.jspecify.annotations.NullMarked;
