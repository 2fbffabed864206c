package io.tallygate.portal.api.openapi;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The document as the portal serves it: made at the first call, since the code does not change after it.
@ApplicationScoped
public class ServedDocument {
    private @Nullable String text;

    /// @param classes  of the control API's application
    public synchronized String of(Set<Class<?>> classes) {
        if (text == null) {
            text = OpenApiDocument.of(classes).toString();
        }
        return text;
    }
}
