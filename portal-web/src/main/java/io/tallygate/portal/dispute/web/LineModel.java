package io.tallygate.portal.dispute.web;

import io.tallygate.billing.dispute.CallPart;
import io.tallygate.billing.dispute.LineCall;
import io.tallygate.portal.dispute.LinePage;
import io.tallygate.portal.frame.Formats;
import jakarta.mvc.Models;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;

/// Calls of a line as pages show them, the console's and the portal's alike.
final class LineModel {
    /// Calls of one page.
    static final int ROWS = 100;

    private LineModel() {}

    /// @param price  of each step it fell into, with the tier
    public record Row(LineCall call, List<Step> steps, String amount) {}

    /// @param tier  from 1; 0: the price has none
    public record Step(int tier, boolean free, BigDecimal units, String price) {}

    static void put(Models models, LinePage page, Formats formats) {
        Currency currency = page.line().amount().currency();
        models.put("invoice", page.invoice());
        models.put("number", page.invoice().number().toString());
        models.put("position", page.number());
        models.put("line", page.line());
        models.put("next", page.next());
        models.put(
                "periodText",
                new Formats(formats.locale(), page.invoice().timeZone())
                        .period(
                                page.line().period().from(),
                                page.line().period().to()));
        models.put(
                "calls",
                page.calls().stream().map(call -> row(call, currency, formats)).toList());
    }

    private static Row row(LineCall call, Currency currency, Formats formats) {
        List<Step> steps =
                call.parts().stream().map(part -> step(part, currency, formats)).toList();
        return new Row(call, steps, formats.price(call.amount(), currency));
    }

    private static Step step(CallPart part, Currency currency, Formats formats) {
        Integer tier = part.tier();
        return new Step(tier == null ? 0 : tier, part.free(), part.units(), formats.price(part.unitAmount(), currency));
    }
}
