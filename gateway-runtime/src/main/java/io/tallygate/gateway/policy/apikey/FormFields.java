package io.tallygate.gateway.policy.apikey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/// `application/x-www-form-urlencoded`: written as a query is.
record FormFields() implements BodyFields {
    @Override
    public List<String> values(byte[] body, String name) {
        return QueryParameter.all(new String(body, ISO_8859_1), name);
    }

    @Override
    public byte[] without(byte[] body, List<String> names) {
        String rest = new String(body, ISO_8859_1);
        for (String name : names) {
            String without = QueryParameter.without(rest, name);
            rest = without == null ? "" : without;
        }
        return rest.getBytes(ISO_8859_1);
    }
}
