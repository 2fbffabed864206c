package io.tallygate.gateway.policy.cookies;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CookiesTest {
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("");
        PortalFeed feed = gateway.feed();
        feed.openRoute(
                new UUID(9, 1),
                RunningGateway.UPSTREAM,
                "'path':'/shaped'",
                "{'policy':'cookies','config':{'remove':['tracker'],'domain':'','path':'/shop','secure':true,"
                        + "'httpOnly':true,'sameSite':'Strict'}}");
        feed.openRoute(
                new UUID(9, 2),
                RunningGateway.UPSTREAM,
                "'path':'/kept'",
                "{'policy':'cookies','config':{'keep':['session'],'domain':'acme.example'}}");
        gateway.awaitApplied();
        gateway.upstream()
                .alsoSay(Map.of(
                        "Set-Cookie",
                        List.of(
                                "session=a=b; Domain=inside.local; path=/base; Max-Age=5; samesite=None",
                                "tracker=1; Path=/",
                                "plain=\"x y\"")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> get(Version version, String path, String cookies) throws Exception {
        return gateway.http()
                .send(
                        gateway.request(path)
                                .version(version)
                                .header("Cookie", cookies)
                                .build(),
                        BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void cookies_are_left_out_both_ways_and_say_what_the_route_says(Version version) throws Exception {
        HttpResponse<String> answer = get(version, "/shaped/x", "session=1; tracker=2;other=3");
        assertThat(gateway.upstream().received().getLast().headers()).containsEntry("cookie", "session=1; other=3");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .containsExactly(
                        "session=a=b; Max-Age=5; Path=/shop; Secure; HttpOnly; SameSite=Strict",
                        "plain=\"x y\"; Path=/shop; Secure; HttpOnly; SameSite=Strict");
    }

    @Test
    void only_those_that_are_kept_go_and_come() throws Exception {
        HttpResponse<String> answer = get(Version.HTTP_1_1, "/kept/x", "a=1; session=2");
        assertThat(gateway.upstream().received().getLast().headers()).containsEntry("cookie", "session=2");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .containsExactly("session=a=b; path=/base; Max-Age=5; samesite=None; Domain=acme.example");
        get(Version.HTTP_1_1, "/kept/x", "a=1");
        assertThat(gateway.upstream().received().getLast().headers()).doesNotContainKey("cookie");
    }
}
