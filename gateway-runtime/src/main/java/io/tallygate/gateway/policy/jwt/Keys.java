package io.tallygate.gateway.policy.jwt;

import io.tallygate.gateway.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/// Where an issuer's keys are.
sealed interface Keys {
    /// @return  null: they could not be had yet
    @Nullable
    KeySet now();

    /// Asks the issuer for keys that are not known here.
    /// @return  whether the call waits for the answer
    boolean awaitNewer(Exchange call);

    /// In the configuration.
    record Inline(KeySet now) implements Keys {
        @Override
        public boolean awaitNewer(Exchange call) {
            return false;
        }
    }

    /// At an address.
    record Remote(RemoteKeys source) implements Keys {
        @Override
        public @Nullable KeySet now() {
            return source.now();
        }

        @Override
        public boolean awaitNewer(Exchange call) {
            return source.awaitNewer(call);
        }
    }
}
