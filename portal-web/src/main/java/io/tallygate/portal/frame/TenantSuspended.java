package io.tallygate.portal.frame;

import jakarta.ws.rs.ForbiddenException;

/// Nothing of a suspended tenant can be changed; the visitor reads why.
public final class TenantSuspended extends ForbiddenException {
    private static final long serialVersionUID = 1L;
}
