package io.tallygate.portal.frame;

import jakarta.mvc.Controller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// `/preferences`: the footer's switches for language and light or dark. Kept in two cookies, works without script.
@Controller
@Path("/preferences")
public class PreferencesPage {
    private static final int YEAR_SECONDS = 365 * 24 * 3600;

    @GET
    public Response keep(
            @QueryParam("language") @Nullable String language,
            @QueryParam("theme") @Nullable String theme,
            @QueryParam("return") @Nullable String back) {
        Response.ResponseBuilder answer =
                Response.seeOther(URI.create(LocalPath.of(back).value())).header("Cache-Control", "no-store");
        if (language != null && Languages.spoken().contains(language)) {
            answer.cookie(cookie(Frame.LANGUAGE_COOKIE, language));
        }
        if (theme != null && Frame.THEMES.contains(theme)) {
            answer.cookie(cookie(Frame.THEME_COOKIE, theme));
        }
        return answer.build();
    }

    private static NewCookie cookie(String name, String value) {
        return new NewCookie.Builder(name)
                .value(value)
                .path("/")
                .maxAge(YEAR_SECONDS)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
