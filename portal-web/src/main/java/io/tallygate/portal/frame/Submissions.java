package io.tallygate.portal.frame;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The forms that a session has submitted lately and where each led, so that a second submit of the same form follows
/// the
/// first instead of acting again. Lives with the session on one portal; it is a courtesy to people, the rules of a
/// room hold without it.
final class Submissions implements Serializable {
    private static final long serialVersionUID = 1L;
    static final String ATTRIBUTE = Submissions.class.getName();
    private static final int KEPT = 64;

    private transient @Nullable Map<String, CompletableFuture<Optional<String>>> led;

    /// @return  null when this form is new and the caller must act and then [#end] it; else where the first submit
    /// leads
    synchronized @Nullable CompletableFuture<Optional<String>> begin(String form) {
        CompletableFuture<Optional<String>> earlier = led().get(form);
        if (earlier == null) {
            if (led().size() >= KEPT) {
                led().remove(led().keySet().iterator().next());
            }
            led().put(form, new CompletableFuture<>());
        }
        return earlier;
    }

    /// @param location  where the browser was sent; null when the form was refused and may be submitted again
    synchronized void end(String form, @Nullable String location) {
        CompletableFuture<Optional<String>> waiting = location == null ? led().remove(form) : led().get(form);
        if (waiting != null) {
            waiting.complete(Optional.ofNullable(location));
        }
    }

    private Map<String, CompletableFuture<Optional<String>>> led() {
        if (led == null) {
            led = new LinkedHashMap<>();
        }
        return led;
    }
}
