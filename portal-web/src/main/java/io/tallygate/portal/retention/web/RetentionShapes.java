package io.tallygate.portal.retention.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Whole;
import io.tallygate.portal.retention.Retentions;
import org.jspecify.annotations.Nullable;

/// How long usage is kept as the control API has it.
final class RetentionShapes {
    private RetentionShapes() {}

    @About("How long usage is kept.")
    record UsageRetention(
            @Whole(least = Retentions.FEWEST_DAYS, most = Retentions.MOST_DAYS)
            @About("Today not counted; null: all of it.")
            @Nullable
            Integer days) {}

    record UsageRetentionChange(
            @Whole(least = Retentions.FEWEST_DAYS, most = Retentions.MOST_DAYS)
            @About("Earlier usage is deleted within a day, for ever; all of it is kept when this is left out or null.")
            @Nullable
            Integer days) {}
}
