package io.tallygate.gateway.observe.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URLDecoder;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Whose values no log may hold: parameters that a route takes keys from, those that carry secrets everywhere by their
/// names, and whatever looks like a key or a token wherever it stands.
public final class SecretParameters {
    /// Those of every route.
    public static final SecretParameters USUAL = new SecretParameters(Set.of());

    private static final Set<String> NAMES = Set.of(
            "key", "auth", "sig", "code", "sid", "pin", "otp", "pass", "pwd", "ticket", "session", "samlresponse");
    private static final List<String> ENDS = List.of(
            "token",
            "secret",
            "password",
            "passwd",
            "passphrase",
            "apikey",
            "accesskey",
            "privatekey",
            "signature",
            "credential",
            "credentials",
            "assertion",
            "authorization",
            "jwt",
            "sessionid");
    private static final byte[][] MARKS = {
        "_live_".getBytes(ISO_8859_1), "_test_".getBytes(ISO_8859_1), "%5flive%5f".getBytes(ISO_8859_1)
    };
    private static final int SHORTEST = 40;

    private final Set<String> configured = new HashSet<>();

    /// @param names  that the route's policies look for keys under
    public SecretParameters(Set<String> names) {
        names.forEach(name -> configured.add(name.toLowerCase(Locale.ROOT)));
    }

    boolean isNamedSo(byte[] text, int from, int to) {
        String sent = new String(text, from, to - from, ISO_8859_1);
        String name = decoded(sent).toLowerCase(Locale.ROOT);
        if (configured.contains(name)) {
            return true;
        }
        String bare = bare(name);
        if (NAMES.contains(bare)) {
            return true;
        }
        for (String end : ENDS) {
            if (bare.endsWith(end)) {
                return true;
            }
        }
        return false;
    }

    /// Letters and digits alone: `access-token` is `accesstoken`.
    private static String bare(String name) {
        StringBuilder bare = null;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean stays = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!stays && bare == null) {
                bare = new StringBuilder(name.length()).append(name, 0, i);
            } else if (stays && bare != null) {
                bare.append(c);
            }
        }
        return bare == null ? name : bare.toString();
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, ISO_8859_1);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /// A key of this product, or a JSON Web Token.
    boolean looksLikeOne(byte[] text, int from, int to) {
        if (to - from < SHORTEST) {
            return false;
        }
        if (text[from] == 'e' && text[from + 1] == 'y' && text[from + 2] == 'J') {
            return true;
        }
        if (text[from] == 't' && text[from + 1] == 'g' && text[from + 3] == '_') {
            return true;
        }
        for (byte[] mark : MARKS) {
            for (int at = from; at <= to - mark.length; at++) {
                int alike = 0;
                while (alike < mark.length && (text[at + alike] | 0x20) == (mark[alike] | 0x20)) {
                    alike++;
                }
                if (alike == mark.length) {
                    return true;
                }
            }
        }
        return false;
    }
}
