package io.tallygate.portal.audit.web;

import io.tallygate.portal.audit.AuditContext;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.lang.reflect.AnnotatedElement;
import org.jspecify.annotations.Nullable;

/// What a request asks for, by a name that does not change with who asks or about what: the method and the address
/// with its parameters' names, for example `POST /tenants/{tenant}/apis`.
/// Known before the caller is, so that one who is turned away is recorded with it.
@Priority(Priorities.AUTHENTICATION - 100)
public class ActionNames implements ContainerRequestFilter {
    @Context
    @SuppressWarnings("NullAway.Init") // injected by the container
    private ResourceInfo asked;

    @Override
    public void filter(ContainerRequestContext request) {
        AuditContext.current()
                .action(request.getMethod() + " " + path(asked.getResourceClass()) + path(asked.getResourceMethod()));
    }

    private static String path(@Nullable AnnotatedElement element) {
        Path path = element == null ? null : element.getAnnotation(Path.class);
        if (path == null) {
            // CDI may have made a class of its own around ours
            return element instanceof Class<?> type && type.getSuperclass() != null ? path(type.getSuperclass()) : "";
        }
        String trimmed = path.value().replaceAll("^/+|/+$", "");
        return trimmed.isEmpty() ? "" : "/" + trimmed;
    }
}
