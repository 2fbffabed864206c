package io.tallygate.portal.api.openapi;

import java.math.BigDecimal;
import java.util.Currency;

/// An amount as the control API writes it: a text, since a reader must not round it.
@About("An amount of money. The amount is a text, so that no reader makes it a binary fraction.")
public record Money(
        @Text(pattern = "^-?[0-9]+(\\.[0-9]+)?$", example = "12.34")
        BigDecimal amount,

        Currency currency) {}
