package io.tallygate.portal.audit.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.frame.Messages;
import io.tallygate.portal.web.ControlApiApplication;
import io.tallygate.portal.web.PagesApplication;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever the product records, people read it in words of their language.
class ActionWordsTest {
    private static final List<Locale> LANGUAGES = List.of(Locale.UK, Locale.GERMANY);

    @Test
    void every_action_that_can_be_recorded_has_words_in_both_languages() {
        Set<String> actions = new TreeSet<>();
        actions(new PagesApplication())
                .filter(action -> !action.startsWith("GET "))
                .forEach(actions::add);
        // reading is recorded too, of who calls with a token that has ended
        actions(new ControlApiApplication())
                .filter(action -> !action.endsWith("/openapi.json"))
                .forEach(actions::add);
        assertThat(actions).hasSizeGreaterThan(150);
        for (Locale language : LANGUAGES) {
            ActionWords words = new ActionWords(new Messages(language));
            assertThat(actions)
                    .allSatisfy(action -> assertThat(words.of(action)).isNotEmpty());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /tenants | Organisation: set up | Organisation: gründen",
                "PATCH /tenants/{tenant} | Organisation: change | Organisation: ändern",
                "POST /tenants/{tenant}/apis | API: create | API: anlegen",
                "POST /console/{tenant}/apis/{id: [0-9a-f-]{36}}/publish | API: publish | API: veröffentlichen",
                "DELETE /tenants/{tenant}/consumers/{consumer}/invitations/{id} | Invitation: delete | Einladung:"
                        + " löschen",
                "POST /console/{tenant}/webhooks/{id: [0-9a-f-]{36}}/rotate | Webhook: replace the secret | Webhook:"
                        + " Geheimnis ersetzen",
                "POST /tenants/{tenant}/billing-runs | Month: close | Monat: abschließen",
                "POST /p/{tenant}/join | Consumer: create | Kunde: anlegen",
                "PUT /tenants/{tenant}/apis/{api}/deployments/{environment} | API in an environment: change | API in"
                        + " einer Umgebung: ändern",
                "GET /tenants/{tenant}/audit-events | Audit log: read | Protokoll: lesen",
                "deliver-webhooks | Webhooks delivered | Webhooks zugestellt",
            })
    void an_action_is_the_thing_and_what_was_done_with_it(String action, String english, String german) {
        assertThat(new ActionWords(new Messages(Locale.UK)).of(action)).isEqualTo(english);
        assertThat(new ActionWords(new Messages(Locale.GERMANY)).of(action)).isEqualTo(german);
    }

    @Test
    void what_nobody_has_words_for_has_none() {
        ActionWords words = new ActionWords(new Messages(Locale.UK));
        for (String action : List.of("", "x", "POST", "POST /", "POST /nowhere/{id}", "BREW /tenants/{tenant}/apis")) {
            assertThat(words.of(action)).as(action).isEmpty();
        }
    }

    /// As [ActionNames] says them.
    private static Stream<String> actions(Application application) {
        return application.getClasses().stream()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Stream.of(type.getMethods())
                        .flatMap(method -> verb(method).stream()
                                .map(verb -> verb + " " + path(type.getAnnotation(Path.class))
                                        + path(method.getAnnotation(Path.class)))));
    }

    private static Optional<String> verb(Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst();
    }

    private static String path(Path path) {
        String trimmed = path == null ? "" : path.value().replaceAll("^/+|/+$", "");
        return trimmed.isEmpty() ? "" : "/" + trimmed;
    }
}
