/// What becomes of calls while things change and fail around a gateway that runs alone, with a feed of the drill's own:
/// its configuration ([ConfigChanges], [RouteSwap]), the gateway itself ([RollingRestarts]), what limits count in
/// ([Limits]), and nothing but time and clients that break off ([Soak]). Each in a short form of a minute or two, and
/// in
/// the full one. A [Scene] has the gateways, the service behind them and the crowd in front.
@NullMarked
package io.tallygate.load.life;

import org.jspecify.annotations.NullMarked;
