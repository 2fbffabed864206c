package io.tallygate.portal.publishing;

import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.outbound.OutboundWall;
import io.tallygate.portal.outbound.RefusedAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Which services may stand behind an API.
@ApplicationScoped
public class Upstreams {
    private final OutboundWall wall;

    @SuppressWarnings("NullAway") // for the proxy only
    protected Upstreams() {
        this.wall = null;
    }

    @Inject
    public Upstreams(@ConfigProperty(name = "TALLYGATE_OUTBOUND_ALLOW") Optional<String> allow) {
        this.wall = OutboundWall.allowing(allow.orElse(""));
    }

    /// @return  as it is kept; what is refused is noted in the check and returned as it came
    String check(InputCheck check, String entered) {
        try {
            return wall.check(entered).toString();
        } catch (RefusedAddress refused) {
            check.refuse("/upstream", refused.reason());
            return entered;
        }
    }

    /// What a document says where its API is served, if we may call that.
    @Nullable
    String proposal(@Nullable URI server) {
        if (server == null) {
            return null;
        }
        try {
            return wall.check(server.toString()).toString();
        } catch (RefusedAddress refused) {
            return null;
        }
    }
}
