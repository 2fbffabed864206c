package io.tallygate.portal.api;

import jakarta.json.JsonObject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;

/// Gives every answer that is one object the tag that a change of it asks for. A list has none, and neither has an
/// answer that shows a secret once: nobody can read the same again.
public class EntityTags implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean object = response.getEntity() instanceof JsonObject json && !json.containsKey("items");
        if (response.getStatus() / 100 == 2
                && object
                && response.getHeaderString(HttpHeaders.ETAG) == null
                && !"no-store".equals(response.getHeaderString(HttpHeaders.CACHE_CONTROL))) {
            response.getHeaders().putSingle(HttpHeaders.ETAG, IfMatch.tag((JsonObject) response.getEntity()));
        }
    }
}
