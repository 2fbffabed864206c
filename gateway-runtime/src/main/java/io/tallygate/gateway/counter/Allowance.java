package io.tallygate.gateway.counter;

/// So many units in so long a time.
public sealed interface Allowance {
    /// Most that one call may cost, or that an answer may say it has cost.
    long MOST_COST = 1_000_000;

    /// More than anybody uses up: 2^40 - 1.
    long MOST_UNITS = (1L << 40) - 1;

    long units();

    /// Most units that can be used up at once.
    default long capacity() {
        return units();
    }

    /// Its length, seconds; of a period that of the span at that moment.
    long seconds(long millis);

    /// Two limits with equal identity count on; another begins anew.
    String identity();

    /// Never more than `units` in any span of that length, wherever it begins.
    record Sliding(long units, int seconds) implements Allowance {
        @Override
        public long seconds(long millis) {
            return seconds;
        }

        @Override
        public String identity() {
            return "sliding " + units + "/" + seconds;
        }
    }

    /// Windows that follow each other, beginning at full multiples of their length.
    record Fixed(long units, int seconds) implements Allowance {
        @Override
        public long seconds(long millis) {
            return seconds;
        }

        @Override
        public String identity() {
            return "fixed " + units + "/" + seconds;
        }
    }

    /// A bucket of `burst` units that is filled again with `units` every `seconds`, drop by drop.
    record Bucket(long units, int seconds, long burst) implements Allowance {
        @Override
        public long capacity() {
            return burst;
        }

        @Override
        public long seconds(long millis) {
            return seconds;
        }

        @Override
        public String identity() {
            return "bucket " + units + "/" + seconds + " " + burst;
        }
    }

    /// `units` in each span of the period. A changed number of units goes on with what was counted.
    record Quota(long units, Period period) implements Allowance {
        @Override
        public long seconds(long millis) {
            return period.at(millis).seconds();
        }

        @Override
        public String identity() {
            return "quota " + period.identity(); // a zone that is changed goes on as well
        }
    }
}
