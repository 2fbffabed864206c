/// Suites of other projects, run twice: against a server of theirs, and against the same server through the gateway.
/// [Autobahn] is about WebSockets, [GrpcInterop] about gRPC.
@NullMarked
package io.tallygate.load.suite;

import org.jspecify.annotations.NullMarked;
