package io.tallygate.portal.gatewayconfig;

import java.io.Serial;

/// The database does not answer; asking again later may help.
public final class GroupsUnavailable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public GroupsUnavailable(Throwable cause) {
        super("Gateway groups cannot be read", cause);
    }
}
