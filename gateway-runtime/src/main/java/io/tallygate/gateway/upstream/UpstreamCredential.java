package io.tallygate.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import java.util.Base64;

/// What the gateway shows an upstream, instead of whatever a client sent under the same name. Never logged, and
/// never in an answer.
public final class UpstreamCredential {
    private final FieldName name;
    private final byte[] value;

    private UpstreamCredential(FieldName name, byte[] value) {
        this.name = name;
        this.value = value;
    }

    /// @throws IllegalArgumentException  when this is no field
    public static UpstreamCredential header(String name, String value) {
        FieldName field = FieldName.of(name);
        try {
            new Fields().add(field, value);
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException("the value of " + name + " has no place in a head", unfit);
        }
        return new UpstreamCredential(field, value.getBytes(ISO_8859_1));
    }

    /// RFC 7617.
    public static UpstreamCredential basic(String user, String password) {
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a user's name has no colon");
        }
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        return new UpstreamCredential(FieldName.AUTHORIZATION, ("Basic " + pair).getBytes(ISO_8859_1));
    }

    public void putInto(Fields fields) {
        fields.remove(name);
        fields.add(name, value);
    }

    @Override
    public String toString() {
        return name + ": ***";
    }
}
