/// A gateway as it runs, in this process: real sockets, a real journal on disk, a small real upstream, and a portal's
/// feed written by hand.
package io.tallygate.gateway.running;
