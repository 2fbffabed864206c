package io.tallygate.gateway.upstream;

import io.tallygate.gateway.http.Fields;
import org.jspecify.annotations.Nullable;

/// Who notes each time that an [OwnCall] goes to a target. Told on the event loop, one try after the other.
public interface OwnTries {
    /// Nobody looks on.
    OwnTries UNSEEN = new OwnTries() {
        @Override
        public void begins(Target to) {}

        @Override
        public void sends(Fields fields) {}

        @Override
        public void ends(int status, @Nullable String why) {}
    };

    void begins(Target to);

    /// The head goes next: what it is to say of who asks is put into its fields.
    void sends(Fields fields);

    /// @param status  of the answer; 0: there was none
    /// @param why     it failed; null: it did not
    void ends(int status, @Nullable String why);
}
