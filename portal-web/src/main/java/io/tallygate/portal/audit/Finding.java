package io.tallygate.portal.audit;

import java.util.Locale;

/// What does not fit in a chain, and which records it is about.
/// @param first  its number
/// @param last   the same, or that of the last of several
public record Finding(Reason reason, long first, long last) {
    /// What was done to the records.
    public enum Kind {
        ALTERED,
        REMOVED,
        INSERTED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How it shows.
    public enum Reason {
        CONTENT(Kind.ALTERED, "its content is not what was recorded"),
        PLACE(Kind.ALTERED, "its content is genuine; its number, time, links or hash are not"),
        LINK(Kind.ALTERED, "it does not follow the record before it"),
        ANCHOR(Kind.ALTERED, "it is not the record that was anchored or signed outside of the chain"),
        CHECKPOINT(Kind.ALTERED, "a checkpoint of it bears no signature of this installation"),
        HEAD(Kind.ALTERED, "the chain's head says something else of it"),
        MISSING(Kind.REMOVED, "it is not there"),
        CUT(Kind.REMOVED, "it was the chain's end and is not there"),
        CHECKPOINT_GONE(Kind.REMOVED, "its checkpoint is not there"),
        REPEATED(Kind.INSERTED, "it is a copy of an earlier record"),
        DOUBLE(Kind.INSERTED, "there is another record of this number"),
        FORGED(Kind.INSERTED, "it was not written by a portal of this installation"),
        BEYOND(Kind.INSERTED, "it comes after the chain's head"),
        FOREIGN(Kind.INSERTED, "it belongs to another chain");

        private final Kind kind;
        private final String text;

        Reason(Kind kind, String text) {
            this.kind = kind;
            this.text = text;
        }

        public Kind kind() {
            return kind;
        }

        /// For people who read English: the control API and the command line.
        public String text() {
            return text;
        }

        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
