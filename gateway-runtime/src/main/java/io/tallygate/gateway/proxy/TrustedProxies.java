package io.tallygate.gateway.proxy;

import io.tallygate.gateway.address.IpAddress;
import io.tallygate.gateway.address.Networks;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.Fields;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who in front of the gateway is believed about the client. From the right, each address in the field that is a
/// trusted
/// proxy's own is passed over; the first that is not is the client's, and what stands left of it is only said by it. A
/// field that cannot be read ends the walk: the last address that was understood is the client's.
public final class TrustedProxies {
    /// What can be put into logs and heads as it is.
    private static final String REQUEST_ID = "[A-Za-z0-9._~:@/+=-]{1,128}";

    private final Networks networks;
    private final boolean readsForwarded;
    private final Networks proxyProtocol;

    /// None speaks the PROXY protocol.
    /// @param readsForwarded  `Forwarded` (RFC 7239) instead of `X-Forwarded-*`: never both, since a proxy that
    ///                        writes one lets the other pass as the client sent it
    public TrustedProxies(Networks networks, boolean readsForwarded) {
        this(networks, readsForwarded, Networks.NONE);
    }

    /// @param proxyProtocol  from where connections begin with a head of the PROXY protocol, always
    public TrustedProxies(Networks networks, boolean readsForwarded, Networks proxyProtocol) {
        this.networks = networks;
        this.readsForwarded = readsForwarded;
        this.proxyProtocol = proxyProtocol;
    }

    boolean speaksProxyProtocol(InetAddress peer) {
        IpAddress address = proxyProtocol.isEmpty() ? null : IpAddress.parse(peer.getHostAddress());
        return address != null && proxyProtocol.contains(address);
    }

    boolean isEmpty() {
        return networks.isEmpty();
    }

    boolean isTrusted(String address) {
        IpAddress parsed = networks.isEmpty() ? null : IpAddress.parse(address);
        return parsed != null && networks.contains(parsed);
    }

    /// Takes over what the proxy at the other end of the connection says, if it is one of ours.
    void believe(Exchange call) {
        if (!isTrusted(call.peerAddress())) {
            return;
        }
        Fields fields = call.request().fields();
        String named = fields.joined("x-request-id", ",");
        if (named != null && named.matches(REQUEST_ID)) {
            call.givenRequestId(named);
        }
        if (readsForwarded) {
            believeForwarded(call, fields.joined("forwarded", ","));
        } else {
            believeFamily(call, fields);
        }
    }

    private void believeFamily(Exchange call, Fields fields) {
        List<String> chain = list(fields.joined("x-forwarded-for", ","));
        String client = call.peerAddress();
        int at = chain.size();
        while (at > 0) {
            String address = addressOf(chain.get(at - 1));
            if (address == null) {
                break;
            }
            client = address;
            at--;
            if (!isTrusted(address)) {
                break;
            }
        }
        if (chain.isEmpty()) {
            String said = addressOf(fields.joined("x-real-ip", ","));
            client = said == null ? client : said;
        }
        int hops = chain.size() - at;
        String scheme = at(list(fields.joined("x-forwarded-proto", ",")), chain.size(), hops);
        String host = at(list(fields.joined("x-forwarded-host", ",")), chain.size(), hops);
        call.cameThrough(client, isSecure(scheme, call), host);
    }

    /// The value that belongs to the client's address, where there are as many as addresses; else the one that the
    /// nearest proxy wrote.
    private static @Nullable String at(List<String> values, int chain, int hops) {
        if (values.isEmpty()) {
            return null;
        }
        return values.size() == chain && hops > 0 ? values.get(chain - hops) : values.getLast();
    }

    private void believeForwarded(Exchange call, @Nullable String text) {
        List<ForwardedElement> elements = ForwardedElement.parse(text);
        String client = call.peerAddress();
        ForwardedElement chosen = null;
        for (int at = elements.size() - 1; at >= 0; at--) {
            String address = addressOf(elements.get(at).client());
            if (address == null) {
                break;
            }
            chosen = elements.get(at);
            client = address;
            if (!isTrusted(address)) {
                break;
            }
        }
        if (chosen != null) {
            call.cameThrough(client, isSecure(chosen.scheme(), call), chosen.host());
        }
    }

    private static boolean isSecure(@Nullable String scheme, Exchange call) {
        if (scheme == null) {
            return call.isSecure();
        }
        String lower = scheme.toLowerCase(Locale.ROOT);
        return lower.equals("https") || lower.equals("wss");
    }

    private static List<String> list(@Nullable String text) {
        List<String> values = new ArrayList<>();
        if (text != null) {
            for (String value : text.split(",", -1)) {
                if (!value.isBlank()) {
                    values.add(value.strip());
                }
            }
        }
        return values;
    }

    /// @param text  an address, `address:port`, `[v6]` or `[v6]:port`
    /// @return      the address alone; null when there is none
    static @Nullable String addressOf(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String address = text;
        if (text.startsWith("[")) {
            int bracket = text.indexOf(']');
            address = bracket < 0 ? "" : text.substring(1, bracket);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            address = text.substring(0, text.indexOf(':'));
        }
        return IpAddress.parse(address) == null ? null : address;
    }
}
