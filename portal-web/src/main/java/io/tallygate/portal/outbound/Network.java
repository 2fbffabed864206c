package io.tallygate.portal.outbound;

import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;

/// What lies below a call: names and sockets. A wall, so that a test can answer for names and count what is dialled.
interface Network {
    /// @return  every address of the name
    List<InetAddress> lookUp(String host) throws UnknownHostException;

    /// @return  not connected yet
    Socket socket();

    /// The machine's own; no proxy that its environment may name, since a proxy would look names up again.
    Network OWN = new Network() {
        @Override
        public List<InetAddress> lookUp(String host) throws UnknownHostException {
            return List.of(InetAddress.getAllByName(host));
        }

        @Override
        public Socket socket() {
            return new Socket(Proxy.NO_PROXY);
        }
    };
}
