package io.tallygate.gateway.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicySurroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is not configured.
class JwtPolicyTypeTest {
    private static final String SECRET = "{'kty':'oct','k':'-ebuDNsVZ2iJtoZ-akfXTSCt4UO2cruLCsbWlBinggE'}";

    /// Neither a route nor counts are looked at.
    @SuppressWarnings("NullAway")
    private static final PolicyEnvironment NOWHERE = new PolicyEnvironment(null, null, PolicySurroundings.closed());

    private static void create(String issuer) throws Exception {
        String publicKey = TestIssuer.key("k").toPublicJWK().toJSONString().replace('"', '\'');
        String json =
                "{'realm':'x','issuers':[" + issuer.replace("SECRET", SECRET).replace("PUBLIC", publicKey) + "]}";
        new JwtPolicyType()
                .check(
                        PolicyConfiguration.of(
                                new ObjectMapper().readTree(json.replace('\'', '"')), "issuers", "realm"),
                        NOWHERE);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'issuer':'i','keys':[PUBLIC]}|algorithms is empty",
                "{'issuer':'i','keys':[PUBLIC],'algorithms':['none']}|not known: none",
                "{'issuer':'i','keys':[PUBLIC],'algorithms':['HS256']}|never mixed",
                "{'issuer':'i','keys':[SECRET],'algorithms':['ES256']}|never mixed",
                "{'issuer':'i','keys':[SECRET,PUBLIC],'algorithms':['HS256','ES256']}|never mixed",
                "{'issuer':'i','jwksUri':'https://id.example/','algorithms':['HS256']}|never published",
                "{'issuer':'i','jwksUri':'file:///etc/passwd','algorithms':['ES256']}|not the address",
                "{'issuer':'i','jwksUri':'https://a:b@id.example/','algorithms':['ES256']}|not the address",
                "{'issuer':'i','algorithms':['ES256']}|must be there",
                "{'issuer':'i','keys':[PUBLIC],'algorithms':['ES256'],'audience':['x']}|audience is not known",
                "{'issuer':'i','keys':[{'kty':'RSA'}],'algorithms':['RS256']}|no key"
            })
    void what_could_open_a_door_is_refused_with_a_reason(String issuer, String why) {
        assertThatThrownBy(() -> create(issuer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_secret_and_a_public_key_are_fine_each_for_itself() throws Exception {
        create("{'issuer':'i','keys':[SECRET],'algorithms':['HS256']}");
        create("{'issuer':'i','keys':[PUBLIC],'algorithms':['ES256']}");
        assertThat(Algorithm.of("none")).isNull();
    }
}
