package io.tallygate.portal.identity.web;

import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.SignedIn;
import io.tallygate.portal.identity.CodeFlow;
import io.tallygate.portal.identity.PersonSessions;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The browser's session at this portal and its entry in the register of all portals.
@RequestScoped
public class VisitorSession {
    static final String ENTRY = VisitorSession.class.getName() + ".entry";
    private static final String TOKEN = VisitorSession.class.getName() + ".token";

    private final HttpServletRequest request;
    private final Frame frame;
    private final PersonSessions sessions;

    @SuppressWarnings("NullAway") // for the proxy only
    protected VisitorSession() {
        this(null, null, null);
    }

    @Inject
    public VisitorSession(HttpServletRequest request, Frame frame, PersonSessions sessions) {
        this.request = request;
        this.frame = frame;
        this.sessions = sessions;
    }

    /// Somebody who was here under another name leaves first, with all that they had. What a visitor brought while they
    /// were nobody goes on with them.
    void begin(CodeFlow.Arrival arrival) {
        Map<String, Serializable> brought = frame.getPerson() == null ? frame.brought() : Map.of();
        end();
        UUID entry = sessions.begin(
                arrival.person().subject(),
                arrival.session(),
                arrival.broker(),
                Objects.requireNonNullElse(request.getHeader("User-Agent"), ""),
                request.getRemoteAddr());
        frame.signedIn(new SignedIn(
                arrival.person().subject(),
                arrival.person().email(),
                arrival.person().name()));
        request.getSession().setAttribute(ENTRY, entry);
        request.getSession().setAttribute(TOKEN, arrival.token());
        brought.forEach(frame::bring);
    }

    /// Ends the visitor's own session, here and in the register.
    void end() {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return;
        }
        SignedIn person = frame.getPerson();
        UUID entry = entry();
        if (person != null && entry != null) {
            sessions.end(person.subject(), entry, PersonSessions.Ending.PERSON);
        }
        session.invalidate();
    }

    /// This session's entry in the register; null when nobody has signed in.
    @Nullable
    UUID entry() {
        HttpSession session = request.getSession(false);
        return session == null ? null : (UUID) session.getAttribute(ENTRY);
    }

    /// What says to the provider whose session to end.
    Optional<String> identityToken() {
        HttpSession session = request.getSession(false);
        return session == null ? Optional.empty() : Optional.ofNullable((String) session.getAttribute(TOKEN));
    }
}
