package io.tallygate.portal.account.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.NewToken;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.PersonalToken;
import io.tallygate.portal.account.PersonalTokens;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A person's tokens at a tenant, which look the same in the portal ([TokensPage]) and in the console
/// ([ConsoleTokensPage]). A token's text is on the page that follows its making, once.
@ApplicationScoped
public class TokenForms {
    private static final String VIEW = "account/tokens.html";
    private static final List<Integer> DAYS = List.of(7, 30, 90, 365);
    private static final int REFUSED = 422;
    private static final int LONGEST_NAME = 100;

    private final Frame frame;
    private final HttpServletRequest request;
    private final PersonalTokens tokens;
    private final TenantTransactions transactions;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the proxy only
    protected TokenForms() {
        this(null, null, null, null, null);
    }

    @Inject
    public TokenForms(
            Frame frame,
            HttpServletRequest request,
            PersonalTokens tokens,
            TenantTransactions transactions,
            Clock clock) {
        this.frame = frame;
        this.request = request;
        this.tokens = tokens;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// One list of tokens as one visitor sees it.
    /// @param models     of the page
    /// @param here       the list's own address
    /// @param everybody  whether it shows all of the tenant's, and not only the visitor's own
    record Place(Visit visit, Models models, String here, boolean everybody) {}

    public record Option(String value, String label) {}

    /// @param text  what the visitor may do that needs the scope
    public record ScopeChoice(String scope, String text) {}

    Response list(Place place, @Nullable UUID after) {
        // no scope is ticked: who makes a token says what it is for
        Form form = new Form(frame.messages()).with("days", PersonalTokens.USUAL_LIFE.toDays());
        String issued = (String) frame.take(keyOf(place));
        return Response.ok(show(place, after, form, issued))
                .header("Cache-Control", "no-store")
                .build();
    }

    Response issue(Place place) {
        Access access = place.visit().access();
        if (!access.maySomewhere(Permission.USE_TOKENS)) {
            throw new ForbiddenException();
        }
        Form form = Form.of(request, frame.messages());
        String name = form.required("name", LONGEST_NAME);
        Long days = form.wholeNumber("days", 1, PersonalTokens.LONGEST_LIFE.toDays());
        if (days == null) {
            form.reject("days", "frame.form.required");
        }
        if (form.all("scope").isEmpty()) {
            form.reject("scope", "account.token.scopes.needed");
        }
        if (!form.wrong() && days != null) {
            try {
                NewToken wanted =
                        new NewToken(name, form.all("scope"), clock.instant().plus(Duration.ofDays(days)));
                frame.keep(
                        keyOf(place),
                        tokens.issue(access, wanted, null).secret().text());
                return Response.seeOther(URI.create(place.here())).build();
            } catch (WrongInput refused) {
                form.refused(refused, Map.of("expiresAt", "days", "scopes", "scope"));
            }
        }
        return Response.status(REFUSED).entity(show(place, null, form, null)).build();
    }

    Response revoke(Place place, UUID id) {
        PersonalToken revoked = transactions.inTenant(place.visit().id(), () -> {
            PersonalToken token = tokens.hold(place.visit().access(), id).orElseThrow(NotFoundException::new);
            tokens.revoke(token);
            return token;
        });
        frame.notice("good", "account.token.revoked", revoked.name());
        return Response.seeOther(URI.create(place.here())).build();
    }

    private String show(Place place, @Nullable UUID after, Form form, @Nullable String issued) {
        Visit visit = place.visit();
        ListPage<PersonalToken> page = ListPage.of(
                place.here(),
                after,
                tokens.list(visit.id(), place.everybody() ? null : visit.person(), after, ListPage.ROWS),
                PersonalToken::id);
        Models models = place.models();
        models.put("here", place.here());
        models.put("everybody", place.everybody());
        models.put("form", form);
        models.put("issued", issued);
        models.put("page", page);
        models.put("tokens", page.items());
        models.put("now", clock.instant());
        models.put("scopes", scopes(visit.access()));
        models.put(
                "lives",
                DAYS.stream()
                        .map(days ->
                                new Option(days.toString(), frame.messages().text("account.token.days", days)))
                        .toList());
        return VIEW;
    }

    private List<ScopeChoice> scopes(Access access) {
        return access.usefulScopes().stream()
                .map(scope -> new ScopeChoice(
                        scope.wireName(),
                        Stream.of(Permission.values())
                                .filter(permission -> permission.scope() == scope && access.maySomewhere(permission))
                                .map(permission -> frame.messages().text("account.permission." + permission.wireName()))
                                .collect(Collectors.joining("; "))))
                .toList();
    }

    private static String keyOf(Place place) {
        return "token at " + place.visit().slug();
    }
}
